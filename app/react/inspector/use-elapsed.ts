import { useEffect, useState } from 'react'

/** ms since `at` (of `performance.now()`), counted once a second. */
export function useElapsed(at: number): number {
  const [now, setNow] = useState(at)
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  return Math.max(0, now - at)
}
