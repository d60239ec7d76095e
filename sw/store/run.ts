import type { Moment } from '../ports.ts'
import type { IntentRecord } from './records.ts'

/** What a run of the worker knows of its own beginning. */
export interface Run {
  readonly number: number
  readonly born: string
  readonly began: Moment
  readonly secret: unknown
  /**
   * What other runs had under way: a repeated dispatch is recognised by it. Of all of them: one that was alive beside the
   * run that died may have begun after it.
   */
  readonly former: readonly IntentRecord[]
  /** Nobody knows what they were: the database was deleted, while no worker ran or under one that has died since. */
  readonly hasLost: boolean
}
