import { isName, walk } from '../../shared/group-template.ts'
import { parsed } from '../invalidate/parsed.ts'
import type { Answer } from '../network/answer.ts'
import type { CompiledBatch, Plan } from '../plan.ts'
import type { Context } from './context.ts'
import type { Asked, Course } from './flights.ts'
import type { Gathered, Shares } from './gatherings.ts'
import { vouching } from './masking.ts'
import { send } from './send.ts'

/**
 * Waits for others of its route, and asks for all of them at once. Undefined, now or in the end: it is to be asked for alone.
 * Only what may share a request may be gathered, and with nothing that could make the answers differ.
 */
export function gather(context: Context, plan: Plan, course: Course): Promise<Asked | undefined> | undefined {
  const { ports, background, gatherings } = context
  const { batch, rule } = plan.route
  const id = batch && idOf(plan, batch)
  if (!id) return undefined
  const url = new URL(batch.rule.url, plan.url)
  const key = `${plan.session.id} ${url.href} ${rule.url}${plan.flightKey.slice(plan.key.length)}`
  const at = ports.now()
  if (!background.mayAsk(key, at.mono)) return undefined
  // It is still to be sent: whatever is changed until then, it will have seen.
  Object.assign(course, { asOf: Number.POSITIVE_INFINITY, at })
  const ask = (gathered: Gathered): Promise<Shares> => askTogether(context, { batch, url, key, plan }, gathered)
  return gatherings.join(key, id, course, { rule: batch.rule, ask })
}

/** Undefined where the URL says anything beside the id, or the list could not. */
function idOf({ path, url }: Plan, { rule }: CompiledBatch): string | undefined {
  const said = [...Object.entries(path), ...new URL(url).searchParams]
  const [[name, id] = []] = said
  return said.length === 1 && name === rule.id && !id?.includes(',') ? id : undefined
}

interface Together {
  readonly batch: CompiledBatch
  readonly url: URL
  readonly key: string
  /** Of the first. */
  readonly plan: Plan
}

async function askTogether(
  context: Context,
  { batch, url, key, plan }: Together,
  { ids, courses }: Gathered,
): Promise<Shares> {
  const { className, class: kept } = plan.route
  url.searchParams.set(batch.rule.ids, [...ids].join(','))
  const request = new Request(url.href, plan.request)
  const asked = await send(context, { request, etag: undefined }, className, courses)
  const { answer } = asked
  if (isToldToWait(answer)) return () => ({ ...asked, answer: { ...answer, of: answer } })

  // What was not read keeps its connection until it is let go.
  if (answer.kind !== 'whole') void answer.response.body?.cancel().catch(() => 'it has broken off')
  const items = itemsOf(answer, batch)
  const { background, ports } = context
  // It isn't what the policy takes it for, or fails: for a while nobody loses time with it.
  if (![...ids].some((id) => items.has(id))) background.wait(key, ports.now().mono + kept.revalidateAfter)
  return (id) => {
    const item = items.get(id)
    return item === undefined ? undefined : { ...asked, answer: itemAnswer(answer, item) }
  }
}

/** It would say so to each of them: asking one by one is what it asks us not to do (RFC 6585, section 4; RFC 9110, 10.2.3). */
const isToldToWait = ({ kind, status, headers }: Answer): boolean =>
  kind === 'whole' && (status === 429 || (status === 503 && headers.has('retry-after')))

function itemsOf(answer: Answer, { each, field }: CompiledBatch): Map<string, unknown> {
  const items = new Map<string, unknown>()
  if (answer.status !== 200) return items
  for (const item of walk(parsed(answer), each)) {
    const [name] = walk(item, field)
    const id = isName(name) ? String(name) : ''
    // Nobody knows which of two its own URL would answer.
    items.set(id, items.has(id) ? undefined : item)
  }
  return items
}

/** What its own URL would have answered: the item, under the headers of all, but for those that speak of the whole body. */
function itemAnswer(answer: Answer, item: unknown): Answer {
  const body = JSON.stringify(item)
  const headers = new Headers([...answer.headers].filter(([name]) => !vouching.test(name)))
  return { ...answer, headers, body, bytes: new TextEncoder().encode(body).byteLength, of: answer }
}
