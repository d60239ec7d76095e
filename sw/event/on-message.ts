import { EVERYTHING, ownName } from '../../shared/groups.ts'
import { seal, type Reply, type Subject, type ToWorker } from '../../shared/protocol.ts'
import { readToWorker } from '../../shared/read-message.ts'
import { forPages } from '../broadcast/notices.ts'
import { entryInfos } from '../observe/entry-infos.ts'
import { matchMutation } from '../policy/match-mutation.ts'
import { invalidateChanges, readLive } from '../store/live.ts'
import { tellDistrust } from '../store/distrust.ts'
import { newSession } from '../store/sessions.ts'
import { set } from '../store/settings.ts'
import type { Store } from '../store/store.ts'
import type { Context } from '../strategy/context.ts'
import { toldMutation } from '../strategy/told-mutation.ts'

type Latest = Extract<Reply, { type: 'latest' }>

/** What pages tell the worker is acknowledged after it is committed; what can't be, is refused in one line. */
export function onMessage(context: Context): (event: ExtendableMessageEvent) => void {
  return (event) => {
    const message = readToWorker(event.data)
    if (!message) return context.observer.ignores(event)
    // Workers and ports have none.
    const { id: client = '' } = (event.source ?? {}) as Partial<Client>
    const reply = answer(context, message, client).catch((error: unknown): Reply => ({
      type: 'refused',
      problem: error instanceof Error ? error.message : String(error),
    }))
    event.waitUntil(reply.then((sent) => event.ports[0]?.postMessage(seal(sent))))
  }
}

async function answer(context: Context, message: ToWorker, client: string): Promise<Reply> {
  const { store, ports } = context
  switch (message.type) {
    case 'take-over':
      if (!message.idle || (await isIdle(context))) await ports.takeOver()
      return done
    case 'leave':
      store.leave()
      await tellDistrust(ports, 'removed')
      return done
    case 'report':
      return { ...(await latest(store)), rows: await rowsOf(context, message.of, client) }
    case 'set':
      await store.commit((draft) => set(draft, message))
      break
    case 'hello':
      await registerPage(context, client)
      break
    case 'catch-up':
      return latest(store, message)
    case 'invalidate':
    case 'live': {
      const own = message.groups.find((group) => ownName(group))
      if (own !== undefined)
        return { type: 'refused', problem: `${message.type}: "${own}" begins with "@", which is the library's own` }
      await store.commit((draft) =>
        message.type === 'live'
          ? invalidateChanges(draft, message.groups, 'live', message.changes, message.id)
          : draft.invalidate(message.groups, 'manual'),
      )
      break
    }
    case 'end-session':
      await store.commit(newSession)
      break
    case 'mutated':
      await mutated(context, message, client)
  }
  return latest(store)
}

/** To what isn't about the store, or must not touch it: the worker waits, or goes. */
const done: Latest = { type: 'latest', stamp: 0, born: '', groups: [] }

/** No mutation or login is on record. The worker waits: it begins no run on the database. */
async function isIdle({ store }: Context): Promise<boolean> {
  const database = await store.warmUp()
  const intents = await database.transact('readonly', (transaction) => transaction.all('intents'))
  return intents.length === 0
}

async function rowsOf(
  { store, ports, policy, observer }: Context,
  subject: Subject,
  client: string,
): Promise<readonly unknown[]> {
  if (subject === 'decisions')
    return observer.decisions.map((decision) => ({ ...decision, own: decision.clientId === client }))
  return subject === 'stats' ? observer.metrics.rows() : entryInfos(store, policy, ports.now)
}

async function mutated(context: Context, message: ToWorker & { type: 'mutated' }, client: string): Promise<void> {
  const { method, url, ended, groups, unknown = false } = message
  const match = URL.canParse(url) ? matchMutation(context.policy, new Request(url, { method })) : undefined
  // What no rule names changes nothing that is stored.
  if (match) await toldMutation(context, match, { client, ended, groups, unknown })
}

/** Where the worker is, and what was invalidated since a page last heard: everything, where the ledger no longer knows. */
function latest(store: Store, page?: { readonly since: number; readonly born: string }): Promise<Latest> {
  return store.look(async (transaction, head) => {
    const [{ state }, { id: live }] = await Promise.all([head, readLive(transaction)])
    const { noticed: stamp, born, floor, paused = false } = state
    const tell = (groups: readonly string[]): Latest => ({ type: 'latest', stamp, born, groups, live, paused })
    const { since = stamp } = page ?? {}
    if (page && page.born !== born) return tell([EVERYTHING])
    if (since >= stamp) return tell([])
    if (since < floor) return tell([EVERYTHING])
    const rows = await transaction.all('ledger')
    return tell(forPages(rows.flatMap(({ group, at }) => (at > since ? group : []))))
  })
}

async function registerPage({ store, ports }: Context, client: string): Promise<void> {
  if (client === '') return
  const open = new Set(await ports.pages())
  await store.tryCommit(async ({ transaction }) => {
    const row = await transaction.get('meta', 'pages')
    const ids = row?.ids.filter((id) => open.has(id) && id !== client) ?? []
    await transaction.put('meta', { name: 'pages', ids: [...ids, client] })
  })
}
