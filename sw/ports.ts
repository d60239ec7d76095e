import type { FromWorker } from '../shared/protocol.ts'
import type { Database } from './store/database.ts'

/** One instant, by both clocks, in ms. */
export interface Moment {
  /** Can be set by anybody, in both directions. */
  readonly wall: number
  /** Can't be moved, but stands still while a laptop sleeps, and ends with the run of the worker. */
  readonly mono: number
}

/**
 * Everything outside the worker's own code. A test that plays a story drives these: each call is a place where
 * something else may happen first, or where the worker may die.
 */
export interface Ports {
  readonly now: () => Moment
  /** Runs once after so many ms, if the worker still lives. Returns the off switch. */
  readonly after: (ms: number, run: () => void) => () => void
  /**
   * Whether no earlier run is alive beside this one: what such a run still writes, this one doesn't hear of. False where
   * nobody can tell. A later one is no matter: the browser sends it every event from then on.
   */
  readonly alone: () => boolean
  readonly send: (request: Request) => Promise<Response>
  readonly online: () => boolean
  /** `upgrade`: this worker is (becoming) the active one, and may change the schema. */
  readonly openDatabase: (options: { readonly upgrade: boolean; readonly onClose: () => void }) => Promise<Database>
  readonly deleteDatabase: () => Promise<unknown>
  /** This worker waits, and becomes the active one. */
  readonly takeOver: () => Promise<unknown>
  /** The last resort when nothing can be trusted. */
  readonly unregister: () => Promise<unknown>
  /** To every page of the origin, controlled or not. */
  readonly tell: (messages: readonly FromWorker[]) => Promise<void>
  /** The ids of the open pages. */
  readonly pages: () => Promise<readonly string[]>
  readonly uuid: () => string
  /** A key that can hash, but not be read; it can be stored. */
  readonly newSecret: () => Promise<unknown>
  readonly keyedHash: (secret: unknown, data: string | ArrayBuffer) => Promise<string>
}
