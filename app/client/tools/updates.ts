import type { Envelope, ToWorker } from '../../../shared/protocol.ts'
import type { Lent } from './lent.ts'

/** ms; the browser lets the former worker end what it has under way, but a page can't wait for ever. */
const PATIENCE = 10_000

/** ms until a worker that waits is asked again: twice as long each time, up to an hour. */
const ASK_AGAIN = 1_000
const MOST_BETWEEN = 3_600_000

export interface Updates {
  /** Tells of a new worker as soon as it waits, and lets it take over while no payment is under way. */
  watch(registration: ServiceWorkerRegistration): void
  /** Resolves true when the waiting worker has taken over; false: none waits, it gave up, or it takes long. */
  takeOver(registration: ServiceWorkerRegistration | undefined): Promise<boolean>
}

export function createUpdates({ connection, subscribers, tellState, options }: Lent): Updates {
  let watched: ServiceWorkerRegistration | undefined
  let askAgain: ReturnType<typeof setTimeout> | undefined

  /** Told first, then replaced: who wants to finish something hears of it before. */
  function waits(): void {
    tellState()
    takeOverIfIdle()
  }

  /**
   * The worker itself looks whether a mutation is on record. It isn't known here, nor when the last one ends: a change is told
   * of while it is still on record, and one without an answer ends without a word.
   */
  function takeOverIfIdle(again = ASK_AGAIN): void {
    clearTimeout(askAgain)
    if (!watched?.waiting || options.signal?.aborted) return
    say(watched.waiting, true)
    askAgain = setTimeout(takeOverIfIdle, again, Math.min(again * 2, MOST_BETWEEN))
  }

  function see(worker: ServiceWorker | null): void {
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed') waits()
      else tellState()
    })
  }

  return {
    watch(registration) {
      see(registration.installing)
      if (watched) return
      watched = registration
      // Whatever changes may have been the end of the last mutation.
      const leave = subscribers.subscribe(['*'], () => takeOverIfIdle())
      options.signal?.addEventListener('abort', leave)
      addEventListener('visibilitychange', () => takeOverIfIdle(), { capture: true, ...options })
      if (!registration.waiting) return
      see(registration.waiting)
      waits()
    },
    takeOver(registration) {
      const waiting = registration?.waiting
      if (!waiting || !connection.isOurs(waiting)) return Promise.resolve(false)
      return new Promise((resolve) => {
        const end = (): void => resolve(waiting.state === 'activated')
        setTimeout(end, PATIENCE)
        waiting.addEventListener('statechange', () => /activated|redundant/.test(waiting.state) && end())
        say(waiting, false)
      })
    },
  }
}

/** One of another version doesn't understand: it waits until the pages of the former one have gone. */
function say(worker: ServiceWorker, idle: boolean): void {
  const sealed: Envelope<ToWorker> = { from: 'payment-sync', version: 1, message: { type: 'take-over', idle } }
  worker.postMessage(sealed)
}
