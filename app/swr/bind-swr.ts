import { useSyncExternalStore } from 'react'
import type { Middleware, ScopedMutator } from 'swr'
import type { PaymentSyncClient } from '../client/client.ts'
import { createGuard, type Guard } from '../client/guard.ts'
import { pathOf } from '../client/path-of.ts'
import { createSpaced } from '../client/spaced.ts'
import { touches, type Change } from '../client/subscribers.ts'

export interface BindOptions {
  /**
   * What a key is about: groups of the policy. Undefined: it is none of ours, and left alone.
   * @default every change concerns every key
   * @example (key) => (key === '/api/bookings/7' ? ['booking:7'] : undefined)
   */
  readonly groups?: (key: unknown) => readonly string[] | undefined
}

export interface BoundSWR {
  /**
   * A fetcher of JSON for keys that are URLs. It shares the refetch after a change with all tabs, and never gives back
   * what is older than what it gave before.
   * @throws Error for an answer that is no success, naming the URL and the status
   * @example useSWR('/api/bookings/my-bookings', bound.fetcher)
   */
  readonly fetcher: (url: string) => Promise<unknown>
  /**
   * A middleware: while the live channel is connected, keys whose groups are named don't poll.
   * @example <SWRConfig value={{ use: [bound.middleware] }}>
   */
  readonly middleware: Middleware
  /** Lets go of SWR's cache. */
  stop(): void
}

/**
 * ms. That there is a newer answer is told of each answer that differs, also of the one that a hook asks for because it was
 * told: where every answer differs (by a time in it, say), the two would chase each other. By our fetcher they can't.
 */
const BETWEEN_UPDATES = 30_000

/** Keys may be lists and objects, each time other ones. */
const stableKey = (key: unknown): string => JSON.stringify(key) ?? ''

interface Shown {
  readonly guard: Guard
  body?: unknown
}

/**
 * Keeps the hooks of an app right, as they are: one that a change concerns asks again, in every tab, and SWR drops what was
 * under way; a session's end takes its data away.
 *
 * @example
 * const sync = registerPaymentSync({ live: '/api/events' })
 * const bound = bindSWR(mutate, sync, { groups: (key) => (key === '/api/bookings/7' ? ['booking:7'] : undefined) })
 */
export function bindSWR(mutate: ScopedMutator, sync: PaymentSyncClient, options: BindOptions = {}): BoundSWR {
  const { groups } = options
  const shown = new Map<string, Shown>()
  const noticed = new Set<unknown>()

  const concerns = (key: unknown, change: Change): boolean => {
    const wanted = groups ? (groups(key) ?? []) : ['*']
    return wanted.length > 0 && touches(wanted, change.groups)
  }

  const mayFollowAgain = createSpaced(BETWEEN_UPDATES, (key: string) => {
    void mutate((each) => stableKey(each) === key)
  })
  /** A newer answer concerns whoever asks there; not one of sixty bookings where it is the list's. */
  const mayFollow = (key: unknown, { url }: Change): boolean =>
    shown.has(String(key)) ? !url || pathOf(url) === pathOf(String(key)) : mayFollowAgain(stableKey(key))

  function onChange(change: Change): void {
    if (change.reborn || change.reason === 'session') shown.clear()
    const isTouched = (key: unknown): boolean => {
      if (!concerns(key, change) || (change.reason === 'updated' && !mayFollow(key, change))) return false
      if (change.asOf !== undefined) noticed.add(key)
      return true
    }
    // What a session showed, nobody after it may see, not even while the next answer is on its way.
    void (change.reason === 'session' ? mutate(isTouched, undefined, true) : mutate(isTouched))
  }

  const subscribeState = (listener: () => void): (() => void) => sync.subscribeState(listener)

  async function fetcher(url: string): Promise<unknown> {
    const mine = shown.get(url) ?? { guard: createGuard() }
    shown.set(url, mine)
    const mayShow = mine.guard.begin()
    const response = await sync.fetch(url, noticed.delete(url) ? { cache: 'force-cache' } : undefined)
    if (!response.ok) throw new Error(`${url} was answered with ${response.status}.`)
    const body: unknown = await response.json()
    if (mayShow(response)) mine.body = body
    return mine.body
  }

  return {
    fetcher,
    middleware: (useNext) =>
      function useBound(key, fetch, config) {
        const live = useSyncExternalStore(subscribeState, () => sync.live, off)
        const isTold = live === 'connected' && Boolean(groups?.(resolved(key))?.length)
        return useNext(key, fetch, isTold ? { ...config, refreshInterval: 0 } : config)
      },
    stop: sync.subscribe({ groups: ['*'] }, onChange),
  }
}

const off = (): 'off' => 'off'

/** Of a key that is a function; one that throws says, as SWR has it, that what it depends on isn't there yet. */
function resolved(key: unknown): unknown {
  if (typeof key !== 'function') return key
  try {
    return (key as () => unknown)()
  } catch {
    return undefined
  }
}
