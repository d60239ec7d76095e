import { EVERYTHING, ownName } from '../../shared/groups.ts'
import { seal, type Reply, type ToWorker } from '../../shared/protocol.ts'
import { readToWorker } from '../../shared/read-message.ts'
import { forPages } from '../broadcast/notices.ts'
import { matchMutation } from '../policy/match-mutation.ts'
import { invalidateChanges, readLive } from '../store/live.ts'
import { newSession } from '../store/sessions.ts'
import type { Store } from '../store/store.ts'
import type { Context } from '../strategy/context.ts'
import { toldMutation } from '../strategy/told-mutation.ts'

/** What pages tell the worker is acknowledged after it is committed; what can't be, is refused in one line. */
export function onMessage(context: Context): (event: ExtendableMessageEvent) => void {
  return (event) => {
    const message = readToWorker(event.data)
    if (!message) return
    const client = event.source && 'id' in event.source ? event.source.id : ''
    const reply = answer(context, message, client).catch((error: unknown): Reply => ({
      type: 'refused',
      problem: error instanceof Error ? error.message : String(error),
    }))
    event.waitUntil(reply.then((sent) => event.ports[0]?.postMessage(seal(sent))))
  }
}

async function answer(context: Context, message: ToWorker, client: string): Promise<Reply> {
  const { store } = context
  switch (message.type) {
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

async function mutated(context: Context, message: ToWorker & { type: 'mutated' }, client: string): Promise<void> {
  const { method, url, ended, groups, unknown = false } = message
  const match = URL.canParse(url) ? matchMutation(context.policy, new Request(url, { method })) : undefined
  // What no rule names changes nothing that is stored.
  if (match) await toldMutation(context, match, { client, ended, groups, unknown })
}

/** Where the worker is, and what was invalidated since a page last heard: everything, where the ledger no longer knows. */
function latest(store: Store, page?: { readonly since: number; readonly born: string }): Promise<Reply> {
  return store.look(async (transaction, { noticed: stamp, born, floor }) => {
    const { id: live } = await readLive(transaction)
    const tell = (groups: readonly string[]): Reply => ({ type: 'latest', stamp, born, groups, live })
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
