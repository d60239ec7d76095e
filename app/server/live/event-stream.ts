import { HEARTBEAT, OPENING } from './event-text.ts'

export type StreamEnd = 'session' | 'shutdown' | 'gone' | 'too slow' | 'failed'

/** A response body that is written to for hours. */
export interface EventStream {
  readonly body: ReadableStream<Uint8Array>
  readonly send: (text: string) => void
  readonly end: (reason: StreamEnd) => void
}

const encoder = new TextEncoder()

/** What a browser may leave unread. Beyond it the stream is cut: it comes back and resumes, or is told to start over. */
const mostUnread = 256 * 1024

/**
 * Begins with the opening, and beats from then on.
 *
 * @param heartbeatMs how often a sign of life is sent
 * @param onEnd called once, however it ends
 */
export function eventStream(heartbeatMs: number, onEnd: (reason: StreamEnd) => void): EventStream {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined
  let over = false
  const finish = (reason: StreamEnd): boolean => {
    if (over) return false
    over = true
    clearInterval(beat)
    onEnd(reason)
    return true
  }
  const send = (text: string): void => {
    if (over || !controller) return
    controller.enqueue(encoder.encode(text))
    if ((controller.desiredSize ?? 0) < 0) end('too slow')
  }
  const end = (reason: StreamEnd): void => {
    if (!finish(reason) || !controller) return
    // A reader that doesn't read would never come to a proper end.
    if (reason === 'too slow') controller.error(new Error('the reader is too slow'))
    else controller.close()
  }
  const beat = setInterval(() => send(HEARTBEAT), heartbeatMs)
  const body = new ReadableStream<Uint8Array>(
    {
      start(its) {
        controller = its
        send(OPENING)
      },
      cancel: () => void finish('gone'),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: mostUnread }),
  )
  return { body, send, end }
}
