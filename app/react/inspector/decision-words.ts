import type { Decision } from '../../../shared/report.ts'
import { duration } from './duration.ts'
import { fill, type InspectorLabels } from './labels.ts'
import { readDecision, type Reading } from './read-decision.ts'

/** Why an answer came from where it came, in one line. */
export function decisionWords(decision: Decision, labels: InspectorLabels): string {
  const reading = readDecision(decision)
  return fill(labels[labelOf(reading)], {
    left: duration((reading.ttl ?? 0) * 1_000),
    status: reading.status ?? '',
    how: reading.said,
  })
}

function labelOf({ way, isMasked, status }: Reading): keyof InspectorLabels {
  switch (way) {
    case 'store':
      return isMasked ? 'from.masked' : 'from.store'
    case 'fallback':
      return isMasked ? 'from.maskedFallback' : 'from.fallback'
    case 'failed':
      return status === undefined ? 'from.lost' : 'from.failed'
    case 'lost':
      return 'from.lostChange'
    case 'none':
      return 'from.notStored'
    case 'confirmed':
    case 'network':
    case 'shared':
    case 'batched':
    case 'sent':
    case 'repeat':
    case 'watched':
      return `from.${way}`
  }
}

/** How long it took, and for whom. */
export const takenWords = ({ duration: ms, own }: Decision, labels: InspectorLabels): string =>
  fill(labels.took, { time: duration(ms), who: own ? labels.here : labels.there })
