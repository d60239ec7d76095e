import { backOff, pause, whyRefused } from './back-off.ts'
import { followStream } from './follow-stream.ts'
import type { LiveState } from './live-state.ts'
import type { Passing } from './pass-events.ts'

/** ms; a connection that ended sooner counts as one more failure. */
const HELD = 5_000

export interface LeaderOptions {
  readonly url: string
  readonly passing: Passing
  readonly onState: (state: LiveState) => void
}

export interface Leader {
  /** Another session: its events are another user's. */
  restart(): void
  stop(): void
}

/** Holds the browser's one connection, and makes it anew whenever it ends. */
export function startLeading({ url, passing, onState }: LeaderOptions): Leader {
  const term = new AbortController()
  let round = new AbortController()

  async function keepConnected(): Promise<void> {
    let failures = 0
    while (!term.signal.aborted) {
      round = new AbortController()
      const held = await connectOnce(round.signal, failures)
      failures = held ? 0 : failures + 1
    }
  }

  /** Connects, and after the connection has ended waits. False: it did not hold. */
  async function connectOnce(signal: AbortSignal, failures: number): Promise<boolean> {
    let connectedAt = Infinity
    onState('connecting')
    const onConnected = (): void => {
      connectedAt = Date.now()
      onState('connected')
    }
    const from = await passing.resumeFrom()
    if (signal.aborted) return true
    const ended = await followStream({ url, passing, from, onConnected }, signal)
    const held = Date.now() - connectedAt > HELD
    if (signal.aborted) return true
    onState('connecting')
    const refusal = ended === 'refused' ? await whyRefused(url, signal) : undefined
    if (signal.aborted) return true
    if (refusal?.isFinal) onState('off')
    await pause(refusal?.wait ?? backOff(held ? 0 : failures), signal)
    return held
  }

  void keepConnected()
  return {
    restart: () => round.abort(),
    stop() {
      term.abort()
      round.abort()
    },
  }
}
