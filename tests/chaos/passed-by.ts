import type { Mutation, Read } from '../history/history.ts'

type Event = Pick<Read | Mutation, 'begin' | 'end' | 'outcome' | 'source'>

const isAnswered = ({ outcome }: Event): boolean => outcome === 'served' || outcome === 'answered'

/**
 * What went past a worker that explains each of its answers: one without a word. The worker doesn't trust its store, or the
 * browser doesn't start it (Chromium lets one rest for half a minute whose start has failed three times). What failed has no
 * word in any case: it went past the worker if what was answered before and after it did.
 */
export function passedBy(events: readonly Event[]): (event: Event) => boolean {
  const answered = events.filter(isAnswered).sort((one, other) => one.begin - other.begin)
  return (event) => {
    if (isAnswered(event)) return !event.source
    const before = answered.findLast(({ begin }) => begin < event.begin)
    const after = answered.find(({ begin }) => begin > (event.end ?? Infinity))
    return event.outcome === 'failed' && before?.source === undefined && after?.source === undefined
  }
}
