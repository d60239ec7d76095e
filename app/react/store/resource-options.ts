import type { ApiError } from '../api/api-error.ts'
import type { Answer } from './order.ts'

export interface Snapshot<Data> {
  /** The last answer, which stays while a newer one is fetched. */
  readonly data: Data | undefined
  /** Why there is no newer answer. */
  readonly error: ApiError | undefined
  readonly isLoading: boolean
  /** When the server last said so; undefined for what the app brought along. */
  readonly lastUpdated: Date | undefined
  readonly headers: Headers | undefined
}

/** Why we ask, which decides what may answer. */
export type Why =
  | 'first' // the rules of the policy
  | 'changed' // something told us: what the store holds is right, if it is valid
  | 'poll' // nothing told us, but time has passed
  | 'refresh' // a person wants the server's word

export interface ResourceOptions<Data> {
  readonly url: string
  /** What it is about, once we know it: it is fetched again when one of these changes. */
  readonly groups: (data: Data | undefined) => readonly string[]
  /** Makes what is shown from what arrived and what was shown. Undefined: the answer says nothing. */
  readonly take: (body: Readonly<Record<string, unknown>>, before: Data | undefined, answer: Answer) => Data | undefined
  /** How to ask when somebody begins to look; undefined: what is known is enough. Confirmed: the server said so. */
  readonly onWatch: (data: Data | undefined, isConfirmed: boolean) => Why | undefined
  /** Whether it may change by itself, so that it is worth asking from time to time. */
  readonly mayChange: (data: Data) => boolean
  /**
   * How to ask again after a change.
   * @default 'changed'
   */
  readonly askAgain?: Why
  /** Marks what could not be confirmed when it should have been: it is only the last known. */
  readonly doubt?: (data: Data) => Data
  /** Somebody else asks for it. */
  readonly isCovered?: () => boolean
  readonly onShown?: (data: Data, answer: Answer) => void
  /** Nobody looks any more. */
  readonly onLeft?: () => void
}
