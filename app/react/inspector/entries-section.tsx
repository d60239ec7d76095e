import type { ReactElement } from 'react'
import { EntryRow } from './entry-row.tsx'
import { fill, type InspectorLabels } from './labels.ts'
import { Section } from './section.tsx'
import { useElapsed } from './use-elapsed.ts'
import type { Report } from './use-report.ts'

interface EntriesSectionProps {
  readonly report: Report | undefined
  readonly onInvalidate: (group: string) => void
  readonly labels: InspectorLabels
}

const MOST = 15

/** What is stored, and how much of its life is left. */
export function EntriesSection({ report, onInvalidate, labels }: EntriesSectionProps): ReactElement {
  const { entries = [], at = 0, wall = 0 } = report ?? {}
  const elapsed = useElapsed(at)
  const more = entries.length - MOST
  return (
    <Section title={labels.entries} meaning={labels.entriesMeaning}>
      {entries.length === 0 ? (
        <p className="psync-inspector-empty">{labels.noEntries}</p>
      ) : (
        <ul className="psync-inspector-list" tabIndex={0} aria-label={labels.entries}>
          {entries.slice(0, MOST).map((entry) => (
            <EntryRow
              key={entry.url}
              entry={entry}
              told={wall}
              elapsed={elapsed}
              onInvalidate={onInvalidate}
              labels={labels}
            />
          ))}
        </ul>
      )}
      {more > 0 && <p className="psync-inspector-quiet">{fill(labels.moreEntries, { count: more })}</p>}
    </Section>
  )
}
