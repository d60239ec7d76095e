import { seal, type Reply, type ToWorker } from '../../shared/protocol.ts'
import { readReply } from '../../shared/read-message.ts'
import type { FetchEventInTest } from './worker-globals.ts'

/** One run of the worker: from the evaluation of its script to its death. */
export interface WorkerRun {
  alive: boolean
  /** Whether the browser dispatches its open events once more when it dies. */
  repeats: boolean
  readonly dispatch: (event: FetchEventInTest) => void
  readonly message: (message: ToWorker, from: string) => Promise<Reply | undefined>
  readonly timers: Set<{ readonly at: number; readonly run: () => void }>
  readonly monoStart: number
  /** It could not even delete the database, and has neither deleted it nor written to it since. */
  isMute: boolean
}

/** A page's message with a port for the reply. */
export function messageEvent(
  message: ToWorker,
  from: string,
  { reply, copied }: { reply: (reply: Reply | undefined) => void; copied: boolean },
): ExtendableMessageEvent {
  const copy = <Said>(said: Said): Said => (copied ? structuredClone(said) : said)
  const event = {
    data: copy(seal(message)),
    source: { id: from },
    ports: [{ postMessage: (data: unknown) => reply(readReply(copy(data))) }],
    waitUntil: () => undefined,
  }
  return event as unknown as ExtendableMessageEvent
}
