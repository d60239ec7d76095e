import type { Passing } from './pass-events.ts'
import { gap, readEvent } from './read-event.ts'

/** ms; the server beats every 15 s, and a connection that says nothing for longer than two of them is a dead one. */
const SILENT_FOR = 35_000

/** ms; a server that is there has answered by then. */
const CONNECTED_WITHIN = 8_000

export interface StreamOptions {
  readonly url: string
  readonly passing: Passing
  /** Where to go on from; empty: from now on, and what happened before is a gap. */
  readonly from: string
  readonly onConnected: () => void
}

/**
 * One connection, until it ends. `refused`: the server answered, and not with a stream. The browser's own reconnect isn't
 * used: its delay is fixed, and it gives up for ever where the server is being restarted behind a proxy.
 */
export function followStream(
  { url, passing, from, onConnected }: StreamOptions,
  signal: AbortSignal,
): Promise<'cut' | 'refused'> {
  return new Promise((resolve) => {
    const source = new EventSource(resuming(url, from), { withCredentials: true })
    let heardAt = Date.now()
    let patience = CONNECTED_WITHIN
    const end = (how: 'cut' | 'refused'): void => {
      source.close()
      clearInterval(watch)
      signal.removeEventListener('abort', stop)
      resolve(how)
    }
    const stop = (): void => end('cut')
    const connected = (): void => {
      patience = SILENT_FOR
      if (source.readyState === EventSource.OPEN) onConnected()
    }
    const on = (type: string, act: (event: MessageEvent<string>) => void): void =>
      source.addEventListener(type, (event) => {
        heardAt = Date.now()
        act(event as MessageEvent<string>)
      })
    // By the wall clock: after a sleep it tells at once that the connection is an old one.
    const watch = setInterval(() => Date.now() - heardAt > patience && stop(), 2_000)
    signal.addEventListener('abort', stop)

    // With a place to go on from, nothing is missing. Without, all that was asked before may be wrong.
    on('open', () => from && connected())
    on('ready', ({ lastEventId }) => {
      if (!from) void passing.pass(gap(lastEventId)).then(connected)
    })
    on('invalidate', (event) => void passing.pass(readEvent(event)))
    on('reset', ({ lastEventId }) => void passing.pass(gap(lastEventId)))
    on('heartbeat', () => passing.retry())
    source.addEventListener('error', () => end(source.readyState === EventSource.CLOSED ? 'refused' : 'cut'))
  })
}

function resuming(url: string, from: string): string {
  const resumed = new URL(url)
  if (from) resumed.searchParams.set('lastEventId', from)
  return resumed.href
}
