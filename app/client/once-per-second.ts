/** Repeated calls for the same thing within a second act once: they get what the first one gets. */
export function oncePerSecond<Result>(): (key: string, act: () => Promise<Result>) => Promise<Result> {
  const recent = new Map<string, Promise<Result>>()
  return (key, act) => {
    const known = recent.get(key)
    if (known) return known
    const result = act()
    recent.set(key, result)
    const forget = (): boolean => recent.delete(key)
    setTimeout(forget, 1_000)
    result.catch(forget) // Whoever tries again after a failure means it. The caller has the failure itself.
    return result
  }
}
