import { useState, type ReactElement } from 'react'
import type { EntryInfo } from '../../../shared/report.ts'
import { duration, timeLeft } from './duration.ts'
import { fill, type InspectorLabels } from './labels.ts'
import { shortUrl } from './read-decision.ts'

interface EntryRowProps {
  readonly entry: EntryInfo
  /** When the worker told of it, in ms since 1970. */
  readonly told: number
  /** ms since then. */
  readonly elapsed: number
  readonly onInvalidate: (group: string) => void
  readonly labels: InspectorLabels
}

/** One stored answer: its address, what is left of its life, and what would make it wrong. */
export function EntryRow({ entry, told, elapsed, onInvalidate, labels }: EntryRowProps): ReactElement {
  const { url, groups, ttl, confirmedAt, remaining, valid } = entry
  const left = Math.max(0, remaining - elapsed)
  const state = left === 0 ? 'stale' : valid ? 'valid' : 'invalidated'
  const age = Math.max(0, told - confirmedAt) + elapsed
  return (
    <li data-state={state}>
      <p className="psync-inspector-what">
        <code>{shortUrl(url, location.origin)}</code>
      </p>
      <div className="psync-inspector-life" aria-hidden="true">
        <span style={{ inlineSize: `${state === 'valid' ? (100 * left) / ttl : 0}%` }} />
      </div>
      <p className="psync-inspector-why">
        {fill(labels[`entry.${state}`], { left: timeLeft(left), ttl: duration(ttl) })}
      </p>
      <p className="psync-inspector-quiet">{fill(labels.entryFacts, { class: entry.class, age: duration(age) })}</p>
      <Groups groups={groups} onInvalidate={onInvalidate} labels={labels} />
    </li>
  )
}

interface GroupsProps {
  readonly groups: readonly string[]
  readonly onInvalidate: (group: string) => void
  readonly labels: InspectorLabels
}

/** A list may belong to a hundred: they are there once somebody opens them. */
function Groups({ groups, onInvalidate, labels }: GroupsProps): ReactElement | null {
  const [isOpen, setOpen] = useState(false)
  if (groups.length === 0) return null
  return (
    <details className="psync-inspector-groups" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{groups.length === 1 ? labels.oneGroup : fill(labels.groups, { count: groups.length })}</summary>
      {isOpen && (
        <ul>
          {groups.map((group) => (
            <li key={group}>
              <button type="button" title={`${labels.invalidate} ${group}`} onClick={() => onInvalidate(group)}>
                {group}
              </button>
            </li>
          ))}
        </ul>
      )}
    </details>
  )
}
