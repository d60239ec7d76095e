/** Something that has a time to be done, in ms of `performance.now()`; `Infinity` where it has none. */
export interface Task {
  readonly due: () => number
  readonly run: () => void
}

export interface Schedule {
  /** The tasks, or their times, have changed. */
  readonly arm: () => void
  readonly stop: () => void
}

/** A longer wait than this overflows the browser's timers. */
const LONGEST = 2_147_483_647

/**
 * One timer for all tasks, and none while the page is hidden.
 *
 * @param onWake the person is back: the page is seen, focused or online again
 */
export function createSchedule(tasks: () => Iterable<Task>, onWake: () => void): Schedule {
  let timer: ReturnType<typeof setTimeout> | undefined
  let armedFor = Infinity
  let here: AbortController | undefined

  function arm(): void {
    if (!here) listen()
    let next = Infinity
    if (isSeen()) for (const { due } of tasks()) next = Math.min(next, due())
    if (next === armedFor) return
    clearTimeout(timer)
    armedFor = next
    timer = next === Infinity ? undefined : setTimeout(fire, Math.min(Math.max(0, next - performance.now()), LONGEST))
  }

  function fire(): void {
    // Timers may be early by a hair, and a test's clocks may differ: what was due then is due.
    const now = Math.max(armedFor, performance.now())
    armedFor = Infinity
    for (const { due, run } of Array.from(tasks())) if (due() <= now) run()
    arm()
  }

  function listen(): void {
    here = new AbortController()
    for (const type of ['focus', 'online', 'pageshow']) window.addEventListener(type, wake, here)
    for (const type of ['resume', 'visibilitychange']) document.addEventListener(type, wake, here)
  }

  function wake({ type, persisted }: Event & { persisted?: boolean }): void {
    // Each page is shown once it has loaded; only from the back/forward cache does it come back.
    if (type === 'pageshow' && !persisted) return
    if (isSeen()) onWake()
    arm()
  }

  return {
    arm,
    stop() {
      clearTimeout(timer)
      armedFor = Infinity
      here?.abort()
      here = undefined
    },
  }
}

const isSeen = (): boolean => document.visibilityState !== 'hidden'
