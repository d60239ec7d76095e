/** Why the server can't start, in one line that says what to do; shown without a stack. */
export class StartError extends Error {
  override readonly name = 'StartError'
}

/** The first line of whatever was thrown, short: an error of the embedded database carries its whole source. */
export function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return (text.split('\n', 1)[0] ?? '').slice(0, 200)
}
