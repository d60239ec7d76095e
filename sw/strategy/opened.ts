import type { MutationMatch, Session } from '../plan.ts'
import type { IntentRecord } from '../store/records.ts'
import type { Body } from './fingerprint.ts'

/** A mutation that was written down. */
export interface Opened {
  readonly match: MutationMatch
  readonly session: Session
  readonly body: Body
  readonly intent: IntentRecord
  /** The intent of the first dispatch, under the same `Idempotency-Key`, where this is its repeat. */
  readonly repeats: IntentRecord | undefined
}
