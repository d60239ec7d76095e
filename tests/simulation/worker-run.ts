import { seal, type Reply, type ToWorker } from '../../shared/protocol.ts'
import { readReply } from '../../shared/read-message.ts'
import { STORE_DEADLINE } from '../../sw/store/deadline.ts'
import type { FetchEventInTest } from './worker-globals.ts'

/** One run of the worker: from the evaluation of its script to its death. */
export interface WorkerRun {
  alive: boolean
  /** Whether the browser dispatches its open events once more when it dies. */
  repeats: boolean
  readonly dispatch: (event: FetchEventInTest) => void
  readonly message: (message: ToWorker, from: string) => Promise<Reply | undefined>
  /** What the browser's own process does then: what the run had not committed is undone. */
  readonly atDeath: Set<() => void>
  readonly timers: Set<{ readonly at: number; readonly run: () => void }>
  readonly monoStart: number
  /** Its calls to the store that wait: since when each does, by the world's clock that never goes back (ms). */
  readonly asked: Set<{ readonly since: number }>
  /** A call to the store took too long, or it could not even delete the database; it has neither deleted nor written since. */
  isUnheard: boolean
}

export function die(run: WorkerRun): void {
  run.alive = false
  for (const atDeath of run.atDeath) atDeath()
  run.atDeath.clear()
}

/** It may know of something that is not on record, though nobody has waited for that any longer. */
export const isMute = ({ asked, isUnheard }: WorkerRun, now: number): boolean =>
  isUnheard || [...asked].some(({ since }) => isOverdue(since, now))

/** What is asked of the store now. Gives what is to be called when that is over. */
export function ask(run: WorkerRun, now: () => number): () => void {
  const call = { since: now() }
  run.asked.add(call)
  return () => {
    if (run.asked.delete(call) && isOverdue(call.since, now())) run.isUnheard = true
  }
}

const isOverdue = (since: number, now: number): boolean => now - since >= STORE_DEADLINE

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
