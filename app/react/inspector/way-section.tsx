import type { ReactElement } from 'react'
import type { ConnectionState } from '../../client/connection.ts'
import { decisionWords } from './decision-words.ts'
import { FlowDiagram } from './flow-diagram.tsx'
import { fill, type InspectorLabels } from './labels.ts'
import { readDecision, shortUrl } from './read-decision.ts'
import { Section } from './section.tsx'
import type { Report } from './use-report.ts'

interface WaySectionProps {
  readonly report: Report | undefined
  readonly state: ConnectionState
  readonly isPaused: boolean
  readonly tabs: number | undefined
  readonly labels: InspectorLabels
}

/** What a worker is, in one picture and one sentence. */
export function WaySection({ report, state, isPaused, tabs, labels }: WaySectionProps): ReactElement {
  const latest = report?.decisions.at(-1)
  const isPast = isPaused || state !== 'controlled'
  const words = isPast
    ? labels[`state.${isPaused ? 'paused' : state === 'unsupported' ? 'unsupported' : 'uncontrolled'}`]
    : latest
      ? fill(labels.latest, { what: shortUrl(latest.url, location.origin), words: decisionWords(latest, labels) })
      : labels.noAnswers
  return (
    <Section title={labels.way} meaning={labels.wayMeaning}>
      <FlowDiagram
        way={isPast ? 'past' : latest && readDecision(latest).way}
        which={latest ? `${latest.at} ${latest.url}` : ''}
        tabs={tabs}
        entries={report?.entries.length ?? 0}
        isStopped={isPast}
        words={words}
        labels={labels}
      />
      <p className="psync-flow-words" aria-hidden="true">
        {words}
      </p>
    </Section>
  )
}
