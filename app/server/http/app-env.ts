import type { Context } from 'hono'
import type { Role, User } from '../../../shared/domain.ts'
import type { Database, Queryable } from '../database/database.ts'
import type { Environment } from '../environment.ts'
import type { LiveHub } from '../live/live-hub.ts'
import type { Log } from '../log.ts'
import type { Paystack } from '../paystack/paystack-client.ts'

/** What every route may use. */
export interface Deps {
  readonly database: Database
  readonly log: Log
  readonly live: LiveHub
  /** The id of this run of the API. */
  readonly run: string
  readonly paystack: Paystack
  readonly environment: Environment
  /** Signs requests to Paystack and its webhooks. */
  readonly paystackKey: string
  /** The sandbox stands in for Paystack. */
  readonly sandbox: boolean
  /** Where this very server can be reached from inside this process. */
  readonly ownUrl: () => string
}

/** An answer before it is sent, so that it can be recorded with the change that it reports. */
export interface Recordable {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Records an answer under the request's `Idempotency-Key`. */
export interface Recorder {
  record(on: Queryable, answer: Recordable): Promise<void>
}

/** What travels with a request. */
export interface AppEnv {
  Variables: {
    user: (User & { readonly role: Role }) | undefined
    /** The hash of the token of the user's session. */
    session: string | undefined
    /** The numbers of the changes that this request has made. */
    changes: readonly string[] | undefined
    recorder: Recorder | undefined
  }
}

export type AppContext = Context<AppEnv>
