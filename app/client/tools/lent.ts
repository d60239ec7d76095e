import type { PaymentSyncError } from '../../../shared/error.ts'
import type { readFromWorker } from '../../../shared/read-message.ts'
import type { Ask } from '../ask-worker.ts'
import type { Connection } from '../connection.ts'
import type { ReadOptions } from '../read-options.ts'
import type { Change, Subscribers } from '../subscribers.ts'

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
