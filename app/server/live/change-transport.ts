/** A row of a booking or a payment changed: what one user's pages have to ask about again. */
export interface Change {
  /** Taken in the order of commits: whoever knows a number has missed nothing below it. */
  readonly seq: bigint
  readonly userId: string
  readonly groups: readonly string[]
}

/**
 * How changes reach an instance of the API. All that the live channel knows of it: at a size where the database can't
 * tell every instance of everything, another one takes its place (docs/scaling.md).
 */
export interface ChangeTransport {
  /**
   * Hands over every change that comes from now on, once, in order; what was read together in one batch. Resolves
   * when it is at work. An interruption delays changes and loses none.
   */
  start(deliver: (batch: readonly Change[]) => void): Promise<void>
  /** The newest change that was handed over. */
  latest(): bigint
  /** Hands over whatever was committed before this was called. */
  catchUp(): Promise<void>
  /**
   * What a user missed after a number that another instance, or an earlier run, may have told. Undefined where that
   * can't be known: it is too long ago, or the number is none of this database's.
   */
  since(userId: string, seq: bigint): Promise<readonly Change[] | undefined>
  stop(): Promise<void>
}
