/** What the origin said. */
export interface Answer {
  /**
   * `whole`: read to its end, so that it can be stored, shared, and survive the worker. `passing`: redirected, opaque or
   * too large; `broken`: the connection ended before the body did. Both go to the page as they came, once.
   */
  readonly kind: 'whole' | 'passing' | 'broken'
  /** As it came, its body not read. */
  readonly response: Response
  readonly status: number
  readonly statusText: string
  readonly headers: Headers
  /** Text where it is text in UTF-8, so that a person can read the store. Null: none, or not read. */
  readonly body: string | ArrayBuffer | null
  readonly bytes: number
  /** The answer to many that this is cut out of. */
  readonly of?: Answer
}

/** Not read: it goes to the page as it came. */
export function passing(response: Response): Answer {
  const { status, statusText, headers } = response
  return { kind: 'passing', response, status, statusText, headers, body: null, bytes: 0 }
}
