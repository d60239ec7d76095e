/** A change to the source of one file, made as it is loaded. */
export interface Patch {
  /** From the project's folder. */
  readonly file: string
  /** Stands in the file once. */
  readonly find: string
  readonly replace: string
}

/** A change to the worker that brings a story back, and the test that must notice. */
export interface Fault extends Patch {
  readonly name: string
  /** The title of a test in this folder. */
  readonly caughtBy: string
}
