import { readAsOf } from '../../client/guard.ts'

/** When an answer was asked for, and where the worker puts it among all others. */
export interface Place {
  readonly began: number
  readonly asOf: number | undefined
}

/** Of what is shown: also when it was received. All three count on one clock for the whole store. */
export interface Shown extends Place {
  readonly received: number
}

/**
 * Whether an answer is from before what is shown. As the page client's guard, but over everything that a store shows,
 * because one answer (a list) may tell of many payments.
 */
export function isOlder({ began, asOf }: Place, shown: Shown | undefined): boolean {
  if (!shown) return false
  const older = asOf !== undefined && shown.asOf !== undefined ? asOf < shown.asOf : began < shown.began
  // Asked after the other had been received: whatever stamp it bears (a restarted count, say), it is no older.
  return older && began < shown.received
}

/** An answer, as far as its order and its age go. Mocks and odd polyfills have no headers. */
export interface Answer extends Place {
  readonly headers: Headers | undefined
  /** ms since the server said so. */
  readonly age: number
}

export function answerOf(response: Response, began: number): Answer {
  const headers = response.headers as Headers | undefined
  if (!headers) return { began, asOf: undefined, headers, age: 0 }
  const age = Number.parseInt(headers.get('Age') ?? '', 10) || 0
  return { began, asOf: readAsOf(response), headers, age: age * 1_000 }
}
