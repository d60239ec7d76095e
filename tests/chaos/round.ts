import { setTimeout as delay } from 'node:timers/promises'
import { gather } from '../history/gather.ts'
import type { History, Mutation, Trouble, Write } from '../history/history.ts'
import type { Rules } from '../history/rules.ts'
import type { Backend } from './api/backend.ts'
import { asUsers } from './as-users.ts'
import { Elsewhere } from './api/bookings.ts'
import { Device, whenThere } from './browser/device.ts'
import type { Browser } from './browser/devtools.ts'
import { passedBy } from './passed-by.ts'
import { Player } from './player.ts'
import { READS, SLOTS, type Action } from './schedule.ts'
import { Stage } from './stage.ts'
import type { Done } from './summary.ts'
import { urlOf } from './urls.ts'

export interface RoundOptions {
  readonly browser: Browser
  readonly backend: Backend
  readonly worker: string
  readonly rules: Rules
  /** Of this round. */
  readonly seed: number
  readonly actions: readonly Action[]
  readonly newVersion: () => Promise<void>
  /** One login of a user is as good as another: only what another user gets is a breach. */
  readonly byUser: boolean
}

/** What outsiders saw of one round: a history for each device, each of which is judged alone. */
export interface Round {
  readonly histories: readonly History[]
  readonly done: Done
  /** What the driver couldn't do, or what a page threw: not the worker's doing, so it must not happen. */
  readonly problems: readonly string[]
}

/** A page that has not had all its answers by then never will. ms */
const PATIENCE = 20_000

/** In which a worker that is about to unregister itself answers nothing any more. ms */
const LAST_WORDS = 2_000

/** From nothing to nothing: browsers without a past, bookings of its own. */
export async function playRound(options: RoundOptions): Promise<Round> {
  const { browser, backend, worker, rules, actions, newVersion, byUser } = options
  backend.newRecord()
  const elsewhere = await Elsewhere.start(backend.ownUrl, backend.database, options.seed)
  const start = (tabs: readonly string[], plain: readonly string[], user: string): Promise<Device> =>
    Device.start({ browser, backend, worker, tabs, plain, user })
  const devices = [
    await start(['A', 'B', 'C'], ['C'], elsewhere.people.client),
    await start(['D', 'E'], ['E'], elsewhere.people.provider),
  ]
  const stage = new Stage({ backend, elsewhere, devices, newVersion })
  const player = new Player(stage)
  await player.play(actions)
  await lookAgain(devices, elsewhere)

  const problems = [...player.problems]
  for (const device of devices) {
    for (const tab of device.tabs) {
      const idle = tab.ask<string>(`chaos.idle().then(() => 'idle')`)
      if ((await Promise.race([idle, delay(PATIENCE, 'waiting')])) === 'waiting')
        problems.push(`A page still waits ${PATIENCE / 1_000} s after everything had come to rest.`)
      await device.take(tab)
      problems.push(...tab.errors)
    }
  }
  const owners = await ownersOf(backend)
  const histories = devices.map((device) =>
    historyOf(device, { backend, rules, owners, explains: worker === 'payment-sync' }),
  )
  for (const [at, device] of devices.entries()) {
    const { reads = [], requests = [] } = histories[at] ?? {}
    problems.push(...device.sessions.mistakes(reads, requests).map((mistake) => `The driver's own mistake: ${mistake}`))
    await device.close()
  }
  const judged = histories.map((history, at) =>
    byUser ? asUsers(history, (session) => devices[at]?.sessions.userOf(session)) : history,
  )
  return { histories: judged, done: stage.done, problems }
}

/** When all is calm again everybody looks at everything once more: what was left wrong shows now. */
async function lookAgain(devices: readonly Device[], elsewhere: Elsewhere): Promise<void> {
  for (const { tabs } of devices) {
    for (const tab of tabs) {
      // One that was loaded twice, since the first time seemed to hang, may have been there and gone again.
      await tab.ask(whenThere)
      for (const what of READS) await tab.ask(`chaos.read('${urlOf(what, elsewhere.id(0), elsewhere.id(1))}')`)
      for (let slot = 1; slot < SLOTS; slot += 1)
        await tab.ask(`chaos.read('${urlOf('booking', elsewhere.id(slot), '')}')`)
    }
  }
}

interface Known {
  readonly backend: Backend
  readonly rules: Rules
  readonly owners: ReadonlyMap<string, readonly string[]>
  /** Whether the worker says of each answer where it came from. */
  readonly explains: boolean
}

function historyOf(device: Device, { backend, rules, owners, explains }: Known): History {
  const { sessions, records, without } = device
  const troubles = [...device.troubles, ...without.map((span): Trouble => ({ what: 'worker', ...span }))]
  const history = gather(backend.record, records, { rules, sessions: sessions.names, troubles })
  // What goes past our worker it is told of by a page that uses the client; a plain one can't tell.
  const isSilent = explains ? passedBy([...history.reads, ...history.mutations]) : () => false
  // Where there is no worker nobody is in its reach.
  const reach = ({ begin, end }: { begin: number; end: number | null }, silent: boolean): { controlled?: false } => {
    const isGone = without.some(({ from, until }) => begin <= until && (end ?? Infinity) >= from - LAST_WORDS)
    return isGone || silent ? { controlled: false } : {}
  }
  // A plain page hears nothing, and nobody promised that it would.
  const deaf = new Set(['C', 'E'])
  return {
    ...history,
    reads: history.reads.map((read) => ({ ...sessions.ofRead(read), ...reach(read, isSilent(read)) })),
    mutations: history.mutations.map((mutation) =>
      onceIfLogin({
        ...sessions.ofMutation(mutation),
        ...reach(mutation, isSilent(mutation) && deaf.has(mutation.tab)),
      }),
    ),
    writes: history.writes.map((write): Write => {
      const who = owners.get(write.key)
      return who ? { ...write, owners: who } : write
    }),
    pages: history.pages.filter(({ tab }) => !deaf.has(tab)),
  }
}

/**
 * A login or logout is about no booking. Its repeat is never recognised, since nothing of a password is kept, and is sent
 * again: that harms nobody, so it counts as one that took longer.
 */
function onceIfLogin(mutation: Mutation): Mutation {
  const { keys, executions } = mutation
  const [first, last] = [executions[0], executions.at(-1)]
  if (keys.length > 0 || !first || !last) return mutation
  return { ...mutation, executions: [{ from: first.from, until: last.until }] }
}

/** Who may see what. */
async function ownersOf({ database }: Backend): Promise<Map<string, readonly string[]>> {
  const rows = await database.query<{ key: string; client: string; provider: string }>(
    `select 'booking:' || b.id as key, c.email as client, p.email as provider from bookings b
       join users c on c.id = b.client_id join users p on p.id = b.provider_id
     union all select 'payment:' || m.id, c.email, p.email from payments m join bookings b on b.id = m.booking_id
       join users c on c.id = b.client_id join users p on p.id = b.provider_id`,
    [],
  )
  return new Map(rows.map(({ key, client, provider }) => [key, [client, provider]]))
}
