/** A stretch of a script, as a parser tells it. */
export interface Stretch {
  readonly start: number
  readonly end: number
}

/** Takes stretches out without moving what is left, so that a source map stays true. A minifier takes the blanks. */
export function blankOut(code: string, stretches: readonly Stretch[]): string {
  return stretches.reduce(
    (kept, { start, end }) => kept.slice(0, start) + kept.slice(start, end).replaceAll(/\S/g, ' ') + kept.slice(end),
    code,
  )
}
