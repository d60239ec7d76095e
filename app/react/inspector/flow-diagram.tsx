import type { ReactElement } from 'react'
import { fill, type InspectorLabels } from './labels.ts'
import type { Way } from './read-decision.ts'

interface FlowDiagramProps {
  /** Of the latest answer; `past`: it went past the worker. */
  readonly way: Way | 'past' | undefined
  /** Another one for each answer: its lines light up anew. */
  readonly which: string
  readonly tabs: number | undefined
  readonly entries: number
  readonly isStopped: boolean
  /** The same in words. */
  readonly words: string
  readonly labels: InspectorLabels
}

const lines = {
  tabs: 'M100 50H140',
  api: 'M228 50H268',
  store: 'M184 72V100',
  past: 'M100 40C140 4 228 4 268 40',
} as const

type Line = keyof typeof lines

/** Which lines an answer took. What is named last of them was broken, where the way says so. */
const taken: Readonly<Record<Way | 'past', readonly Line[]>> = {
  store: ['tabs', 'store'],
  fallback: ['tabs', 'store', 'api'],
  confirmed: ['tabs', 'store', 'api'],
  network: ['tabs', 'api'],
  shared: ['tabs', 'api'],
  batched: ['tabs', 'api'],
  failed: ['tabs', 'api'],
  sent: ['tabs', 'api'],
  lost: ['tabs', 'api'],
  repeat: ['tabs', 'store'],
  watched: ['past'],
  none: ['tabs', 'store'],
  past: ['past'],
}

const broken: ReadonlySet<string | undefined> = new Set(['fallback', 'failed', 'lost'])

/** Tabs, worker, store and API, and the lines between them that the latest answer took. */
export function FlowDiagram(props: FlowDiagramProps): ReactElement {
  const { way, which, tabs, entries, isStopped, words, labels } = props
  const lit = way ? taken[way] : []
  const isBroken = broken.has(way)
  const tabWords = tabs === undefined ? labels.someTabs : tabs === 1 ? labels.oneTab : undefined
  return (
    <svg className="psync-flow" viewBox="0 0 368 136" role="img" aria-label={words}>
      {(Object.keys(lines) as Line[]).map((line) => {
        if (line === 'past' && !lit.includes('past')) return null
        const state = !lit.includes(line) ? 'idle' : line === 'api' && isBroken ? 'broken' : 'lit'
        return (
          <g key={`${line} ${lit.includes(line) ? which : ''}`} className="psync-flow-line" data-state={state}>
            <path d={lines[line]} />
            {state === 'lit' && <path className="psync-flow-pulse" d={lines[line]} pathLength={1} />}
            {state === 'broken' && <path className="psync-flow-cross" d="m243 45 10 10m0-10-10 10" />}
          </g>
        )
      })}
      <g className="psync-flow-node">
        {tabs !== 1 && <rect className="psync-flow-behind" x="20" y="20" width="80" height="44" rx="8" />}
        <rect x="12" y="28" width={tabs === 1 ? 88 : 80} height="44" rx="8" />
        <text x={tabs === 1 ? 56 : 52} y="54">
          {tabWords ?? fill(labels.manyTabs, { count: tabs ?? 0 })}
        </text>
      </g>
      <g className="psync-flow-node" data-state={isStopped ? 'off' : 'on'}>
        <rect x="140" y="28" width="88" height="44" rx="8" />
        <text x="184" y={isStopped ? 48 : 54}>
          {labels.worker}
        </text>
        {isStopped && (
          <text x="184" y="64" className="psync-flow-small">
            {labels.stopped}
          </text>
        )}
      </g>
      <g className="psync-flow-node" data-state={isStopped ? 'off' : 'on'}>
        <rect x="140" y="100" width="88" height="32" rx="8" />
        <text x="184" y="120" className="psync-flow-small">
          {fill(labels.entryCount, { count: entries })}
        </text>
      </g>
      <g className="psync-flow-node">
        <rect x="268" y="28" width="88" height="44" rx="8" />
        <text x="312" y="54">
          {labels.api}
        </text>
      </g>
    </svg>
  )
}
