import type { Change } from '../../client/subscribers.ts'
import type { Decision } from '../../../shared/report.ts'
import { fill, type InspectorLabels } from './labels.ts'

/** Something that made answers wrong, as this page heard of it. */
export interface Heard {
  readonly id: number
  /** ms since 1970. */
  readonly at: number
  readonly reason: Exclude<Change['reason'], 'updated'>
  readonly groups: readonly string[]
  /** The request that did it, once the worker has told of it. */
  readonly cause?: Decision
}

/** ms between the news of a change and its answer: the worker tells before it hands over. */
const CLOSE = 2_000

const isChange = ({ method }: Decision): boolean => !/^(GET|HEAD|OPTIONS)$/.test(method)

/** Puts the requests of pages to the changes that they made. The same list, where there is nothing new to say. */
export function withCauses(heard: readonly Heard[], decisions: readonly Decision[]): readonly Heard[] {
  const isTaken = ({ url, at }: Decision): boolean => heard.some(({ cause }) => cause?.url === url && cause.at === at)
  const free = new Set(decisions.filter((decision) => isChange(decision) && !isTaken(decision)))
  const put = (list: readonly Heard[], fits: (one: Heard, decision: Decision) => boolean): readonly Heard[] =>
    list.map((one) => {
      if (one.cause || !madeByPages.has(one.reason)) return one
      const cause = Array.from(free).findLast((each) => Math.abs(each.at - one.at) < CLOSE && fits(one, each))
      if (!cause) return one
      free.delete(cause)
      return { ...one, cause }
    })
  // Those that name what changed go first; what is left is told apart by its time alone.
  const named = put(heard, ({ groups }, { url }) => isAbout(url, groups))
  const next = put(named, () => true)
  return next.some((one, at) => one !== heard[at]) ? next : heard
}

const madeByPages: ReadonlySet<string> = new Set(['mutation', 'outcome-unknown', 'session'])

/** Whether an id in the address is one of those that changed. */
function isAbout(url: string, groups: readonly string[]): boolean {
  const parts = url.split(/[/?&=]/)
  return groups.some((group) => group.includes(':') && parts.includes(group.slice(group.indexOf(':') + 1)))
}

/** What a request did, in the app's words: `cancelled booking 7`. Undefined: it has none. */
export type Describe = (request: { readonly method: string; readonly url: string }) => string | undefined

/** Why answers became wrong, in one line. */
export function changeWords(
  { reason, groups, cause }: Heard,
  labels: InspectorLabels,
  describe: Describe | undefined,
): string {
  if (reason === 'live' && groups.includes('*')) return labels['because.liveAll']
  if (!cause || reason === 'outcome-unknown') return labels[`because.${reason}`]
  const { pathname } = new URL(cause.url, 'http://localhost')
  const what = describe?.(cause) ?? fill(labels.sent, { request: `${cause.method} ${pathname}` })
  return fill(cause.own ? labels.you : labels.other, { what })
}
