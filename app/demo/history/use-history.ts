import { useCallback, useEffect, useRef, useState } from 'react'
import type { HistoryEntry } from '../../../shared/domain.ts'
import { ApiError } from '../../react/public.ts'
import { useClient } from '../client-context.ts'

export interface History {
  /** The first step first; undefined before anything is known. */
  readonly steps: readonly HistoryEntry[] | undefined
  readonly error: Error | undefined
  readonly isLoading: boolean
  readonly load: () => void
}

/** The audit trail of a booking and its payments, asked for anew at each change of it, in whichever tab or place. */
export function useHistory(bookingId: string): History {
  const client = useClient()
  const [steps, setSteps] = useState<readonly HistoryEntry[]>()
  const [error, setError] = useState<Error>()
  const [isLoading, setLoading] = useState(true)
  const asking = useRef<AbortController>(undefined)

  const load = useCallback(() => {
    asking.current?.abort()
    const mine = new AbortController()
    asking.current = mine
    const ask = async (): Promise<void> => {
      setLoading(true)
      try {
        const response = await client.fetch(`/api/bookings/${encodeURIComponent(bookingId)}/history`, mine)
        const body = (await response.json()) as { history: readonly HistoryEntry[]; detail?: string }
        if (!response.ok) throw new ApiError('said', response.status, body.detail)
        setSteps(body.history)
        setError(undefined)
      } catch (cause) {
        if (mine.signal.aborted) return // A later question is under way, or nobody looks any more.
        setError(cause instanceof ApiError ? cause : new Error(unreachable(), { cause }))
      }
      setLoading(false)
    }
    void ask()
  }, [client, bookingId])

  useEffect(() => {
    load()
    const leave = client.subscribe({ groups: [`booking:${bookingId}`] }, load)
    return () => {
      leave()
      asking.current?.abort()
    }
  }, [client, bookingId, load])

  return { steps, error, isLoading, load }
}

const unreachable = (): string =>
  navigator.onLine ? 'The server could not be reached. Try again in a moment.' : 'You are offline.'
