/** What the origin said. `whole`: read to its end, so that it can be stored, shared, and survive the worker. */
export type Answer = WholeAnswer | PassingAnswer

export interface WholeAnswer {
  readonly kind: 'whole'
  readonly status: number
  readonly statusText: string
  readonly headers: Headers
  /** Text where it is text in UTF-8, so that a person can read the store. Null: the status allows no body. */
  readonly body: string | ArrayBuffer | null
  readonly bytes: number
}

/** Redirected, opaque or too large: goes to the page as it came, and can't be shared. */
export interface PassingAnswer {
  readonly kind: 'passing'
  readonly status: number
  readonly headers: Headers
  readonly response: Response
}

/** The body broke off: the page gets the headers, the part that came, and the same break. */
export class BrokenAnswer extends Error {
  override readonly name = 'BrokenAnswer'
  readonly response: Response

  constructor(response: Response, cause: unknown) {
    super('The body of the answer broke off', { cause })
    this.response = response
  }
}

/** Statuses that have no body (Fetch, "null body status"). */
export const hasNoBody = (status: number): boolean =>
  status === 101 || status === 103 || status === 204 || status === 205 || status === 304
