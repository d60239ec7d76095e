/** A change to the worker that brings a story back, and the test that must notice. */
export interface Fault {
  readonly name: string
  readonly file: string
  /** Stands in the file once. */
  readonly find: string
  readonly replace: string
  /** The title of a test in this folder. */
  readonly caughtBy: string
}
