import { EVERYTHING } from '../../shared/groups.ts'
import type { Moment, Ports } from '../ports.ts'
import type { Database, Transaction } from './database.ts'
import type { Draft, DraftContext } from './draft.ts'
import { beginLanding, LOST, loseTrack, orphan } from './intents.ts'
import { Recorded } from './recorded.ts'
import type { IntentRecord, StateRow } from './records.ts'
import type { Run } from './run.ts'
import { write } from './write.ts'

export interface Beginning extends Pick<DraftContext, 'stamps' | 'ends'> {
  readonly ports: Ports
  /** As text: another one is an invalidation of everything. */
  readonly policy: string
  /** When its first event came. */
  readonly began: Moment
  /** ms; of the policy. */
  readonly longestTtl: number
  /** Its connection was lost, or its database deleted: the worker lives on, and what it has under way is its own. */
  readonly before: Run | undefined
  /** The worker was just installed: that there is nothing yet is as it should be. */
  readonly isFirst: boolean
}

/**
 * The start-up transaction. It must be able to write: a run that can't, serves nothing. It takes the run's number,
 * and counts what it finds half done as having happened.
 */
export async function beginRun(
  database: Database,
  { ports, policy, began, before, isFirst, ...context }: Beginning,
): Promise<{ readonly run: Run; readonly draft: Draft }> {
  const now = ports.now()
  // A key can't be made inside a transaction, which awaits nothing else; most often this one is thrown away.
  const fresh = { born: ports.uuid(), secret: await ports.newSecret() }
  return database.transact('readwrite', async (asked) => {
    const transaction = new Recorded(asked, undefined)
    const [row, secret, rules, intents] = await Promise.all([
      transaction.state,
      transaction.get('meta', 'secret'),
      transaction.get('meta', 'policy'),
      transaction.all('intents'),
    ])
    // There was another database: somebody deleted it, and with it what was under way.
    const wasDeleted = !row && (before !== undefined || !isFirst)
    // The run before lost its database, less than a minute ago.
    const isLost = ({ id, unsettledUntil }: IntentRecord): boolean => id === LOST && Number(unsettledUntil) > now.wall
    const known = row ?? (await makeState(transaction, fresh.born, context.stamps.take(now.wall)))
    const run: Run = {
      number: known.run + 1,
      born: known.born,
      began,
      secret: secret ? secret.key : fresh.secret,
      former: before?.former ?? intents.filter((intent) => intent.run > 0),
      hasLost: before?.hasLost ?? (wasDeleted || intents.some(isLost)),
    }
    const head = { state: { ...known, run: run.number }, intents }
    const { draft } = await write(transaction, head, { ...context, now, run: run.number }, async (begun) => {
      if (!secret) await transaction.put('meta', { name: 'secret', key: run.secret })
      await obey(begun, policy, rules?.text)
      for (const intent of await transaction.all('intents')) {
        if (intent.run === before?.number) await transaction.put('intents', { ...intent, run: run.number })
        else if (intent.state === 'open') await orphan(begun, intent)
        else if (intent.state === 'landing') {
          const isOver = Number(intent.unsettledUntil) <= now.wall
          await beginLanding(begun, intent.client, isOver ? intent.startedAt : undefined)
        }
      }
      if (wasDeleted) await loseTrack(begun)
    })
    // Notices are dropped when a worker stops: each run begins by telling where it is.
    draft.notices.push({ type: 'started', stamp: draft.state.noticed, born: run.born })
    return { run, draft }
  })
}

/** What was stored under other rules is judged by none of these. */
async function obey(draft: Draft, policy: string, before: string | undefined): Promise<void> {
  if (before === policy) return
  await draft.dropAll()
  if (before !== undefined) await draft.invalidate([EVERYTHING], 'manual')
  await draft.transaction.put('meta', { name: 'policy', text: policy })
}

async function makeState(transaction: Transaction, born: string, stamp: number): Promise<StateRow> {
  // Without its numbers nothing that is there can be judged.
  await Promise.all([transaction.clear('entries'), transaction.clear('ledger'), transaction.clear('intents')])
  return {
    name: 'state',
    born,
    last: stamp,
    changed: stamp,
    noticed: stamp,
    floor: stamp,
    evicted: 0,
    run: 0,
    epoch: 1,
    highestWall: new Date(0),
    entries: 0,
    bytes: 0,
    identity: null,
  }
}
