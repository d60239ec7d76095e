/**
 * Keeps what is done for a key apart. What comes too early is done once when the time is over.
 *
 * @param space ms
 * @param later does what was put off
 * @returns whether it may be done now
 */
export function createSpaced<Key>(space: number, later: (key: Key) => void): (key: Key) => boolean {
  /** What was done lately, and whether it was wanted again since. */
  const recent = new Map<Key, boolean>()
  return function mayNow(key) {
    if (recent.has(key)) {
      recent.set(key, true)
      return false
    }
    recent.set(key, false)
    setTimeout(() => {
      const isWanted = recent.get(key)
      recent.delete(key)
      if (isWanted && mayNow(key)) later(key)
    }, space)
    return true
  }
}
