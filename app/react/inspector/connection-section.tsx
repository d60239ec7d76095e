import type { ReactElement } from 'react'
import type { ConnectionState } from '../../client/connection.ts'
import type { LiveState } from '../../client/live/live-state.ts'
import { fill, type InspectorLabels } from './labels.ts'
import { Section } from './section.tsx'
import type { Tabs } from './use-tabs.ts'

interface ConnectionSectionProps {
  readonly state: ConnectionState
  readonly live: LiveState
  readonly tabs: Tabs
  readonly labels: InspectorLabels
}

/** Whether this page is answered by the worker, and how the browser hears of changes made elsewhere. */
export function ConnectionSection({ state, live, tabs, labels }: ConnectionSectionProps): ReactElement {
  const { count, leader } = tabs
  const facts = [
    [labels.page, labels[`page.${state}`]],
    [labels.live, labels[`live.${live}`]],
    [labels.leader, labels[leader]],
    [labels.tabs, count === 1 ? labels.oneTab : count && fill(labels.manyTabs, { count })],
  ] as const
  return (
    <Section title={labels.connection} meaning={labels.connectionMeaning}>
      <dl className="psync-inspector-facts">
        {facts.map(
          ([name, words]) =>
            words !== undefined && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{words}</dd>
              </div>
            ),
        )}
      </dl>
    </Section>
  )
}
