import { useCallback, useEffect, useRef, useState } from 'react'
import type { PaymentSyncClient } from '../../client/client.ts'
import type { SyncStats } from '../../client/tools/tools.ts'
import type { Decision, EntryInfo } from '../../../shared/report.ts'

/** ms between an answer of the worker and the next question. */
const ASK_EVERY = 1_000

export interface Report {
  readonly entries: readonly EntryInfo[]
  /** The latest last. */
  readonly decisions: readonly Decision[]
  readonly stats: SyncStats
  /** `performance.now()` as it arrived: what is left of a life counts down from here. */
  readonly at: number
  /** The same in ms since 1970. */
  readonly wall: number
}

export interface Reports {
  readonly report: Report | undefined
  /** Why there is no newer one. */
  readonly error: Error | undefined
  /** Asks now. */
  readonly ask: () => void
}

/** What the worker tells of itself: once a second, and at each change, while somebody looks. */
export function useReport(client: PaymentSyncClient): Reports {
  const [report, setReport] = useState<Report>()
  const [error, setError] = useState<Error>()
  const asker = useRef<() => void>(undefined)

  useEffect(() => {
    const here = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    let isAsking = false

    async function ask(): Promise<void> {
      if (isAsking || here.signal.aborted) return
      isAsking = true
      clearTimeout(timer)
      try {
        const [entries, decisions, stats] = await Promise.all([client.entries(), client.decisions(), client.stats()])
        if (here.signal.aborted) return
        setReport({ entries, decisions, stats, at: performance.now(), wall: Date.now() })
        setError(undefined)
      } catch (cause) {
        if (!here.signal.aborted) setError(cause as Error)
      }
      isAsking = false
      if (!here.signal.aborted && document.visibilityState === 'visible') timer = setTimeout(askNow, ASK_EVERY)
    }

    const askNow = (): void => void ask()
    asker.current = askNow
    document.addEventListener('visibilitychange', askNow, here)
    const leave = client.subscribe({ groups: ['*'] }, askNow)
    askNow()
    return () => {
      here.abort()
      leave()
      clearTimeout(timer)
    }
  }, [client])

  const ask = useCallback(() => asker.current?.(), [])
  return { report, error, ask }
}
