/** ms; the first wait after a connection that held. */
const FIRST = 500

/** ms; a server that is back is found within 5 s. */
const LONGEST = 4_000

/** ms; what was refused for good is asked for again, in case it wasn't. */
const REFUSED_FOR = 60_000

/** The longest `Retry-After` that is honoured, in ms. */
const LONGEST_RETRY_AFTER = 300_000

/** ms to wait after so many failures in a row, drawn so that browsers which lost the same server don't come back as one. */
export const backOff = (failures: number, longest = Math.min(LONGEST, FIRST * 2 ** failures)): number =>
  longest * (0.5 + Math.random() / 2)

export interface Refusal {
  /** Nobody is logged in, or there is no such channel: it is no failure, and only another session changes it. */
  readonly isFinal: boolean
  /** ms. */
  readonly wait: number
}

/** Why it was refused: an `EventSource` doesn't tell. Undefined: it isn't any more, or nobody answers. */
export async function whyRefused(url: string, signal: AbortSignal): Promise<Refusal | undefined> {
  try {
    const headers = { accept: 'text/event-stream' }
    const answer = await fetch(url, { headers, credentials: 'include', cache: 'no-store', signal })
    const named = (name: string): string => answer.headers.get(name) ?? ''
    await answer.body?.cancel()
    const seconds = Number(named('retry-after')) || 0
    if (seconds > 0) return { isFinal: false, wait: Math.min(LONGEST_RETRY_AFTER, seconds * 1_000) }
    const isMended = answer.ok && named('content-type').includes('event-stream')
    const isFinal = !isMended && answer.status < 500 && ![408, 425, 429].includes(answer.status)
    return isFinal ? { isFinal, wait: backOff(0, REFUSED_FOR) } : undefined
  } catch {
    // Nobody answers: which is a failure like any other, and the next try meets it.
    return undefined
  }
}

/** Waits; but whoever looks at the page, or comes back online, doesn't. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const here = new AbortController()
    const end = (): void => {
      clearTimeout(timer)
      here.abort()
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end, here)
    addEventListener('online', end, here)
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && end(), here)
  })
}
