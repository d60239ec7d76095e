import type { ReactElement } from 'react'
import type { Decision } from '../../../shared/report.ts'
import { decisionWords, takenWords } from './decision-words.ts'
import type { InspectorLabels } from './labels.ts'
import { readDecision, shortUrl } from './read-decision.ts'
import { Section } from './section.tsx'

interface AnswersSectionProps {
  /** The latest last. */
  readonly decisions: readonly Decision[]
  readonly labels: InspectorLabels
}

const MOST = 30

/** Why each answer came from where it came. */
export function AnswersSection({ decisions, labels }: AnswersSectionProps): ReactElement {
  return (
    <Section title={labels.answers} meaning={labels.answersMeaning}>
      {decisions.length === 0 ? (
        <p className="psync-inspector-empty">{labels.noAnswers}</p>
      ) : (
        <ol className="psync-inspector-list" tabIndex={0} aria-label={labels.answers}>
          {withKeys(decisions)
            .slice(-MOST)
            .toReversed()
            .map(({ key, decision }) => (
              <li key={key} data-way={readDecision(decision).way}>
                <p className="psync-inspector-what">
                  {decision.method !== 'GET' && <strong>{decision.method} </strong>}
                  <code>{shortUrl(decision.url, location.origin)}</code>
                </p>
                <p className="psync-inspector-why">{decisionWords(decision, labels)}</p>
                <p className="psync-inspector-quiet">{takenWords(decision, labels)}</p>
              </li>
            ))}
        </ol>
      )}
    </Section>
  )
}

/** Two tabs, or one twice, may be answered the same in the same millisecond. */
function withKeys(decisions: readonly Decision[]): readonly { readonly key: string; readonly decision: Decision }[] {
  const seen = new Map<string, number>()
  return decisions.map((decision) => {
    const name = `${decision.at} ${decision.clientId} ${decision.url}`
    const count = seen.get(name) ?? 0
    seen.set(name, count + 1)
    return { key: `${name} ${count}`, decision }
  })
}
