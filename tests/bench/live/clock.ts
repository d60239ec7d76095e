import { performance } from 'node:perf_hooks'

/** The time in ms, with fractions: one clock for all processes of a machine, the database's included. */
export const nowMs = (): number => performance.timeOrigin + performance.now()

/** The value that so much of all are not above. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}
