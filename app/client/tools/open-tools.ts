import type { PaymentSyncError } from '../../../shared/error.ts'
import type { readFromWorker } from '../../../shared/read-message.ts'
import type { Ask } from '../ask-worker.ts'
import type { Connection } from '../connection.ts'
import type { ReadOptions } from '../read-options.ts'
import type { Change, Subscribers } from '../subscribers.ts'
import { createDebug } from './debug.ts'
import { nothing } from './nothing.ts'
import { isDecision, isEntryInfo, isStatsRow, readRows } from './read-rows.ts'
import { createRemoval } from './remove.ts'
import { summarize } from './summarize.ts'
import type { Tools } from './tools.ts'
import { createUpdates } from './updates.ts'

/** Where debug mode looks on; empty while it is off. */
export interface Watch {
  asks?: ((request: Request, answer: Promise<Response>) => void) | undefined
}

/** What the page client lends to its tools: what both use is in the client's script, which is there first. */
export interface Lent {
  readonly options: ReadOptions
  readonly container: ServiceWorkerContainer | undefined
  readonly connection: Connection
  readonly ask: Ask
  readonly watch: Watch
  readonly subscribers: Subscribers
  readonly tellState: () => void
  /** As the worker would tell. */
  readonly told: (change: Change) => void
  readonly readFromWorker: typeof readFromWorker
  readonly PaymentSyncError: typeof PaymentSyncError
}

export interface OpenTools extends Tools {
  /** `isOwn`: this page wants it, so the others and the worker must be told. */
  setDebug(on: boolean, isOwn: boolean): void
  /** This worker was unregistered. */
  keepAway(left: ServiceWorker): void
  /** A new worker is being installed, or waits. */
  watchUpdates(registration: ServiceWorkerRegistration): void
}

export function openTools(lent: Lent): OpenTools {
  const { connection, ask } = lent
  const updates = createUpdates(lent)
  const removal = createRemoval(lent)
  return {
    async stats() {
      const latest = await ask({ type: 'report', of: 'stats' })
      return latest ? summarize(readRows(latest, isStatsRow), Date.now()) : nothing.stats()
    },
    async entries() {
      const latest = await ask({ type: 'report', of: 'entries' })
      return latest ? readRows(latest, isEntryInfo) : []
    },
    async decisions() {
      const latest = await ask({ type: 'report', of: 'decisions' })
      return latest ? readRows(latest, isDecision) : []
    },
    async pause(isPaused) {
      await ask({ type: 'set', paused: isPaused }, 3)
    },
    update: () => updates.takeOver(connection.registration),
    unregister: ({ purge = false } = {}) => removal.remove(purge),
    keepAway: (left) => removal.keepAway(left),
    setDebug: createDebug(lent),
    watchUpdates: (registration) => updates.watch(registration),
  }
}
