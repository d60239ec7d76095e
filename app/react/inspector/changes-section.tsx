import type { ReactElement } from 'react'
import { changeWords, type Describe, type Heard } from './changes.ts'
import { fill, type InspectorLabels } from './labels.ts'
import { Section } from './section.tsx'

interface ChangesSectionProps {
  /** The latest first. */
  readonly heard: readonly Heard[]
  readonly describe: Describe | undefined
  readonly labels: InspectorLabels
}

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' })

/** The invalidations of all tabs, with their reasons, as a timeline. */
export function ChangesSection({ heard, describe, labels }: ChangesSectionProps): ReactElement {
  return (
    <Section title={labels.changes} meaning={labels.changesMeaning}>
      {heard.length === 0 ? (
        <p className="psync-inspector-empty">{labels.noChanges}</p>
      ) : (
        <ol className="psync-inspector-list psync-inspector-timeline" tabIndex={0} aria-label={labels.changes}>
          {heard.map((one) => (
            <li key={one.id}>
              <p className="psync-inspector-why">{changeWords(one, labels, describe)}</p>
              <p className="psync-inspector-quiet">
                <time dateTime={new Date(one.at).toISOString()}>{clock.format(one.at)}</time>
                {' · '}
                {groupWords(one.groups, labels)}
              </p>
            </li>
          ))}
        </ol>
      )}
    </Section>
  )
}

function groupWords(groups: readonly string[], labels: InspectorLabels): string {
  if (groups.includes('*')) return labels.everything
  const named = groups.filter((group) => !group.startsWith('@')) // The library's own: addresses.
  const shown = named.slice(0, 3)
  const more = named.length - shown.length
  return [...shown, ...(more > 0 ? [fill(labels.more, { count: more })] : [])].join(', ')
}
