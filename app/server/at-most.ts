import { setTimeout as pause } from 'node:timers/promises'

/** Waits for all of it to end, well or not, and no longer than so many ms: what it is about may be gone for good. */
export async function atMost(ms: number, ...work: readonly (Promise<unknown> | undefined)[]): Promise<void> {
  const patience = new AbortController()
  const tired = pause(ms, undefined, { signal: patience.signal }).catch(() => undefined)
  await Promise.race([Promise.allSettled(work.map((each) => each ?? Promise.resolve())), tired])
  patience.abort()
}
