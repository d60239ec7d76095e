import { readTabMessage, type TabMessage } from './tab-messages.ts'

/** ms between two looks of a tab that follows. With two questions unanswered a leader is replaced after 3.2 s at most. */
const LOOK_EVERY = 800
const UNANSWERED = 2

export interface LeadershipOptions {
  /** Of the lock and of the channel. */
  readonly name: string
  readonly begin: () => void
  readonly end: () => void
  /** What the leader says when it is asked. */
  readonly beat: () => TabMessage
  /** What other tabs say; not the questions. */
  readonly hear: (message: TabMessage) => void
  /** Nobody can lead here. */
  readonly onError: (error: Error) => void
}

export interface Leadership {
  /** Takes part, from now on. */
  join(): void
  /** Neither leads nor follows: it is hidden for good, frozen, or in the back/forward cache. */
  leave(): void
  say(message: TabMessage): void
}

/**
 * One tab leads: the one with the Web Lock, which the browser passes on when the tab is closed or crashes. A tab that is
 * frozen or hangs keeps its lock, so those that are seen ask now and then whether it is there, and if it isn't take the lock
 * from it. Hidden tabs don't: nobody sees what they show, and their timers are so slow that two would rob each other. An
 * answer needs no timer, so a hidden leader is not robbed for being slow.
 */
export function createLeadership(options: LeadershipOptions): Leadership {
  const { name, begin, end, beat, hear, onError } = options
  let channel: BroadcastChannel | undefined
  let looking: ReturnType<typeof setInterval> | undefined
  let request: AbortController | undefined
  let release: (() => void) | undefined
  let isHeard = false
  let unanswered = 0
  let yields = false

  function say(message: TabMessage): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows
    channel?.postMessage(message)
  }

  function lead(): Promise<void> {
    return new Promise((resolve) => {
      release = resolve
      begin()
      say(beat())
    })
  }

  function resign(): void {
    if (!release) return
    release()
    release = undefined
    end()
  }

  /** Waits for the lock, or takes it. Whoever loses it waits again. */
  async function wantLock(steal: boolean): Promise<void> {
    request?.abort()
    const mine = (request = new AbortController())
    try {
      const how = steal ? { steal } : { signal: mine.signal }
      await navigator.locks.request(name, how, () => (mine.signal.aborted ? undefined : lead()))
    } catch (error) {
      // An abort is how the lock's loss is told. Anything else would come again and again.
      if ((error as Error).name !== 'AbortError') {
        clearInterval(looking)
        return onError(error as Error)
      }
    }
    if (mine !== request) return
    resign()
    if (channel) await wantLock(false)
  }

  function look(): void {
    const isAnswered = isHeard
    isHeard = false
    if (isAnswered) unanswered = 0
    if (release || document.visibilityState === 'hidden') unanswered = 0
    else if (yields || unanswered >= UNANSWERED) {
      unanswered = 0
      yields = false
      void wantLock(true)
    } else if (!isAnswered) {
      unanswered += 1
      say({ type: 'ask' })
    }
  }

  function onMessage({ data }: MessageEvent): void {
    const message = readTabMessage(data)
    if (!message) return
    if (message.type === 'ask') {
      if (release) say(beat())
    } else {
      if (message.type === 'beat') ({ yields } = message)
      isHeard ||= message.type === 'beat'
      hear(message)
    }
  }

  return {
    join() {
      if (channel) return
      channel = new BroadcastChannel(name)
      channel.addEventListener('message', onMessage)
      looking = setInterval(look, LOOK_EVERY)
      unanswered = 0
      // Also a hidden tab wants to know how it stands; it only judges nobody by the silence.
      say({ type: 'ask' })
      void wantLock(false)
    },
    leave() {
      // A message would evict the page from the back/forward cache, as would a lock.
      channel?.close()
      channel = undefined
      clearInterval(looking)
      resign()
      request?.abort()
    },
    say,
  }
}

/** Without Web Locks nobody can be the only one: each tab leads for itself, while it is seen. */
export function createLonely({ begin, end }: Pick<LeadershipOptions, 'begin' | 'end'>): Leadership {
  let isJoined = false
  let isLeading = false
  const lead = (isWanted: boolean): void => {
    if (isWanted === isLeading) return
    isLeading = isWanted
    if (isWanted) begin()
    else end()
  }
  const look = (): void => lead(isJoined && document.visibilityState === 'visible')
  document.addEventListener('visibilitychange', look)
  return {
    join() {
      isJoined = true
      look()
    },
    leave() {
      isJoined = false
      look()
    },
    say: () => undefined,
  }
}
