import { REPEATS_WITHIN } from '../store/intents.ts'
import type { Run } from '../store/begin-run.ts'
import type { IntentRecord } from '../store/records.ts'
import type { Context } from './context.ts'

/**
 * The intent that this request repeats, if any. When Chromium stops a worker while a fetch event is open, it dispatches
 * the same event once more to the next run, POSTs included, within milliseconds (measured with 156). Somebody who clicks
 * again comes later, or with another `Idempotency-Key`.
 */
export function repeatedIntent(
  { ports, repeated }: Context,
  run: Run,
  { request, clientId, fingerprint }: { request: Request; clientId: string; fingerprint: string | null },
): IntentRecord | undefined {
  if (fingerprint === null || ports.now().mono - run.began.mono >= REPEATS_WITHIN) return undefined
  const key = request.headers.get('idempotency-key')
  const intent = run.former.find(
    (former) =>
      !repeated.has(former.id) &&
      former.client === clientId &&
      former.method === request.method &&
      former.url === request.url &&
      former.fingerprint === fingerprint &&
      (key === null || key === former.idempotencyKey),
  )
  if (intent) repeated.add(intent.id)
  return intent
}
