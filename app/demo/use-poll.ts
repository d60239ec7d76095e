import { useEffect } from 'react'

/** Calls every 30 s while the page is seen, and as soon as it is seen again or online again. */
export function usePoll(isWanted: boolean, ask: () => void): void {
  useEffect(() => {
    if (!isWanted) return undefined
    const here = new AbortController()
    const askIfSeen = (): void => {
      if (document.visibilityState === 'visible') ask()
    }
    const timer = setInterval(askIfSeen, 30_000)
    document.addEventListener('visibilitychange', askIfSeen, here)
    addEventListener('online', askIfSeen, here)
    return () => {
      clearInterval(timer)
      here.abort()
    }
  }, [isWanted, ask])
}
