import type { EntryInfo } from '../../shared/report.ts'
import type { CompiledPolicy } from '../plan.ts'
import type { Moment } from '../ports.ts'
import { knowledgeOf } from '../store/draft.ts'
import { entryAge } from '../store/entry-age.ts'
import { stampsOf } from '../store/ledger.ts'
import { isUnchanged } from '../store/look-up.ts'
import { isEntry } from '../store/records.ts'
import type { Store } from '../store/store.ts'

/**
 * What is stored for the present session, or those that live side by side, by last use.
 *
 * @throws PaymentSyncError `STORE_UNAVAILABLE`
 */
export const entryInfos = (store: Store, { policy }: CompiledPolicy, now: () => Moment): Promise<EntryInfo[]> =>
  store.look(async (transaction, head, run) => {
    const [{ state, intents }, ledger, rows] = await Promise.all([
      head,
      transaction.all('ledger'),
      transaction.longestUnused(policy.limits.entries),
    ])
    const knowledge = knowledgeOf(state, intents, stampsOf(ledger))
    return rows.flatMap((row) => {
      if (!isEntry(row) || !row.session.startsWith(`${state.epoch}.`)) return []
      const { url, class: className, groups, asOf, confirmedAt, bytes, etag } = row
      const ttl = Math.max(row.fresh, row.whileRevalidating, row.ifError)
      const remaining = Math.max(0, ttl - entryAge(row, now(), run))
      const outlives = row.run === run.number || policy.classes[className]?.outlivesRun
      const valid = remaining > 0 && outlives === true && isUnchanged(row, row, knowledge) && !state.paused
      return {
        url,
        class: className,
        groups,
        asOf,
        confirmedAt: confirmedAt.getTime(),
        ttl,
        remaining,
        valid,
        bytes,
        etag,
      }
    })
  })
