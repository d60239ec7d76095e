import { REPEATS_WITHIN } from '../store/intents.ts'
import type { Run } from '../store/run.ts'
import type { IntentRecord } from '../store/records.ts'
import type { Context } from './context.ts'

/** A dispatch to a run that died is repeated as the next one begins: with its first event, or one soon after. */
export const mayRepeat = ({ ports, store }: Context): boolean =>
  ports.now().mono - (store.began?.mono ?? 0) < REPEATS_WITHIN

/**
 * The intent that this request repeats, if any. When Chromium stops a worker while a fetch event is open, it dispatches
 * the same event once more to the next run, POSTs included, within milliseconds (measured with 156). Somebody who clicks
 * again comes later, or with another `Idempotency-Key`.
 *
 * Of several that are the same, one may have been sent, and another not even noted: `unknown` is what comes while a repeat
 * that is the same has no answer yet.
 *
 * @param answered the intents whose repeats had their answer when this was dispatched
 */
export function repeatedIntent(
  context: Context,
  run: Run,
  { request, clientId, fingerprint }: { request: Request; clientId: string; fingerprint: string | null },
  answered: ReadonlySet<string>,
): IntentRecord | 'unknown' | undefined {
  if (fingerprint === null || !mayRepeat(context)) return undefined
  const { repeated } = context
  const key = request.headers.get('idempotency-key')
  const same = run.former.filter(
    (former) =>
      !answered.has(former.id) &&
      former.client === clientId &&
      former.method === request.method &&
      former.url === request.url &&
      former.fingerprint === fingerprint &&
      (key === null || key === former.idempotencyKey),
  )
  const intent = same.find(({ id }) => !repeated.has(id))
  if (!intent) return same[0] && 'unknown'
  repeated.add(intent.id)
  return intent
}
