/**
 * How often somebody may ask: the generic cell rate algorithm. It needs one number for each, the time at which their
 * whole allowance will be there again.
 *
 * @param perMinute what is restored in a minute; as many may be used at once
 * @returns how many ms too early one is; 0: go on, it has been counted
 * @example const early = allowance(60); if (early('user:7', Date.now()) > 0) …
 */
export function allowance(perMinute: number): (who: string, now: number) => number {
  const cost = 60_000 / perMinute
  const restored = new Map<string, number>()
  let sweepAt = 0
  return (who, now) => {
    if (now >= sweepAt) {
      // Whoever has all of it again needs no row.
      for (const [other, at] of restored) if (at <= now) restored.delete(other)
      sweepAt = now + 60_000
    }
    const next = Math.max(restored.get(who) ?? 0, now) + cost
    const early = next - now - 60_000
    if (early > 0) return early
    restored.set(who, next)
    return 0
  }
}
