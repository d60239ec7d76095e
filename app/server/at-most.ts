import { setTimeout as pause } from 'node:timers/promises'

/** Waits for all of it to end, well or not, and no longer than so many ms: what it is about may be gone for good. */
export async function atMost(ms: number, ...work: readonly (Promise<unknown> | undefined)[]): Promise<void> {
  await within(ms, Promise.allSettled(work.map((each) => each ?? Promise.resolve()))).catch(() => undefined)
}

/**
 * What the work comes to, if it does so in time. Late, it goes on, and nobody listens.
 *
 * @throws Error after so many ms
 */
export async function within<Result>(ms: number, work: Promise<Result>): Promise<Result> {
  const patience = new AbortController()
  const { signal } = patience
  const late = pause(ms, undefined, { signal }).then(() => Promise.reject(new Error(`no answer within ${ms} ms`)))
  try {
    return await Promise.race([work, late])
  } finally {
    late.catch(() => undefined)
    patience.abort()
    work.catch(() => undefined)
  }
}
