import { askOrigin, type Question } from '../network/ask-origin.ts'
import type { Context } from './context.ts'
import type { Asked, Course } from './flights.ts'

/** Asks the origin, once, on behalf of reads of one class. */
export async function send(
  { ports, policy, store, observer }: Context,
  { request, etag }: Omit<Question, 'limit'>,
  className: string,
  courses: readonly Course[],
): Promise<Asked> {
  const at = ports.now()
  // Taken as the request is sent, when everybody has asked: nothing is awaited between the two.
  const asOf = store.stamps.take(at.wall)
  for (const course of courses) Object.assign(course, { asOf, at })
  const answering = askOrigin(ports, { request, etag, limit: policy.policy.limits.entryBytes })
  observer.asks(className, etag === undefined ? 'ask' : 'confirm', at.mono, answering)
  return { answer: await answering, asOf, at }
}
