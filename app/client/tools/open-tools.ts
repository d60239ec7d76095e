import { createDebug } from './debug.ts'
import type { Lent } from './lent.ts'
import { nothing } from './nothing.ts'
import { isDecision, isEntryInfo, isStatsRow, readRows } from './read-rows.ts'
import { createRemoval } from './remove.ts'
import { summarize } from './summarize.ts'
import type { Tools } from './tools.ts'
import { createUpdates } from './updates.ts'

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
    // The app may have registered it.
    update: async () => updates.takeOver(connection.registration ?? (await lent.container?.getRegistration())),
    unregister: ({ purge = false } = {}) => removal.remove(purge),
    keepAway: (left) => removal.keepAway(left),
    setDebug: createDebug(lent),
    watchUpdates: (registration) => updates.watch(registration),
  }
}
