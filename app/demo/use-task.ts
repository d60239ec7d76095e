import { useState } from 'react'

export interface Task<Arguments extends readonly unknown[]> {
  readonly isBusy: boolean
  readonly error: Error | undefined
  /** Does it, unless it is being done. */
  readonly run: (...with_: Arguments) => void
}

/** Something a person starts: whether it runs, and how it failed. */
export function useTask<Arguments extends readonly unknown[]>(
  work: (...with_: Arguments) => Promise<unknown>,
): Task<Arguments> {
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<Error>()

  async function start(with_: Arguments): Promise<void> {
    setBusy(true)
    setError(undefined)
    try {
      await work(...with_)
    } catch (cause) {
      setError(cause as Error)
    }
    setBusy(false)
  }

  return {
    isBusy,
    error,
    run: (...with_) => {
      if (!isBusy) void start(with_)
    },
  }
}
