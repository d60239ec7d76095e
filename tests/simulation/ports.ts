import { PaymentSyncError } from '../../shared/error.ts'
import type { Ports } from '../../sw/ports.ts'
import { SCHEMA_VERSION } from '../../sw/store/database.ts'
import { MemoryDatabase } from './memory-database.ts'
import { ask, type WorkerRun } from './worker-run.ts'
import type { World } from './world.ts'

/** A new one each time: one for all would hold everything that ever waited for it. */
const never = (): Promise<never> => new Promise(() => undefined)

const done = Promise.resolve()

/** What one run of the worker reaches of the world: nothing any more, once it is dead. */
export function portsOf(world: World, run: WorkerRun): Ports {
  const { disk, network } = world
  const step = (what: string): Promise<void> => {
    if (!run.alive) return never()
    world.onStep?.(what)
    const waiting = world.gate?.(what)
    if (waiting) return waiting.then(() => (run.alive ? undefined : never()))
    return run.alive ? done : never()
  }
  const stepInside = (what: string): void => {
    if (run.alive) world.onStep?.(what)
    if (!run.alive) throw new DOMException('The worker was stopped', 'AbortError')
  }
  const committing = (): Promise<void> | undefined => {
    const waiting = world.gate?.('readwrite commits')
    if (!waiting) return undefined
    const died = new Promise<void>((resolve) => run.atDeath.add(resolve))
    return Promise.race([waiting, died]).then(() => stepInside('readwrite commits'))
  }
  const alive = async <Result>(what: string, work: () => Result | Promise<Result>): Promise<Result> => {
    await step(what)
    try {
      return await work()
    } finally {
      await step(`${what} done`)
    }
  }
  return {
    now: () => ({ wall: world.wall, mono: world.mono - run.monoStart }),
    after: (ms, work) => {
      const timer = { at: world.mono + ms, run: () => run.alive && work() }
      run.timers.add(timer)
      return () => run.timers.delete(timer)
    },
    alone: () =>
      world.hasLocks &&
      world.runs.every((other) => other === run || !other.alive || world.runs.indexOf(other) > world.runs.indexOf(run)),
    send: (request) => alive(`fetch ${request.method}`, () => network.fetch(request)),
    online: () => network.online,
    openDatabase: ({ upgrade, onClose }) => {
      const onAsk = (): (() => void) => ask(run, () => world.mono)
      const over = onAsk()
      return alive('open', () => {
        disk.fault?.('open', undefined)
        if (disk.exists && disk.version > SCHEMA_VERSION)
          throw new PaymentSyncError('NEWER_SCHEMA', 'A newer worker made the database.')
        if (upgrade && disk.exists && disk.version < SCHEMA_VERSION) disk.upgrade(SCHEMA_VERSION)
        return new MemoryDatabase(disk, {
          step,
          stepInside,
          committing,
          onClose: () => run.alive && onClose(),
          onAsk,
          onCommit: () => (run.isUnheard = false),
        })
      }).finally(over)
    },
    deleteDatabase: () =>
      alive('delete database', () => {
        run.isUnheard = true
        disk.fault?.('delete', undefined)
        disk.delete()
        run.isUnheard = false
      }),
    takeOver: () =>
      alive('take over', () => {
        world.tookOver = true
      }),
    unregister: () =>
      alive('unregister', () => {
        world.unregistered = true
      }),
    tell: (messages) =>
      alive('tell', () => {
        for (const message of messages) for (const tab of world.tabs) tab.hear(message)
      }),
    pages: () => alive('pages', () => world.tabs.filter(({ asleep }) => !asleep).map(({ id }) => id)),
    uuid: () => world.uuid(),
    newSecret: () => Promise.resolve('secret'),
    keyedHash: (_, data) => Promise.resolve(hash(typeof data === 'string' ? data : new TextDecoder().decode(data))),
  }
}

/** Not for secrets: a short name for a text. */
function hash(text: string): string {
  let sum = 7
  for (const letter of text) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 4_294_967_291
  return sum.toString(16)
}
