import { createGuard, type Change, type PaymentSyncClient } from '../client/public.ts'
import { ApiError, refused, unreachable } from './api-error.ts'
import { readSource, type Source } from './read-source.ts'

export interface Snapshot<Body> {
  /** The last answer, which stays while a newer one is fetched. */
  readonly data: Body | undefined
  readonly source: Source | undefined
  /** Why there is no newer answer. */
  readonly error: ApiError | undefined
  readonly isLoading: boolean
}

/** Why we ask, which decides what may answer. */
export type Why =
  | 'first' // the rules of the policy
  | 'changed' // something told us: what the store holds is right, if it is valid
  | 'poll' // nothing told us, but time has passed
  | 'refresh' // a person wants the server's word

export interface Resource<Body> {
  readonly subscribe: (listener: () => void) => () => void
  readonly getSnapshot: () => Snapshot<Body>
  /** Never rejects: the failure is in the snapshot. */
  readonly load: (why: Why) => Promise<void>
}

export interface ResourceOptions<Body> {
  readonly client: PaymentSyncClient
  readonly url: string
  /** What it is about, once we know it: it is fetched again when one of these changes. */
  readonly groups: (shown: Body | undefined) => readonly string[]
  /**
   * How to ask again after a change.
   * @default 'changed'
   */
  readonly askAgain?: Why
  /** Makes what is shown from what was shown and what arrived. */
  readonly merge?: (before: Body | undefined, after: Body) => Body
}

const asking: Readonly<Record<Exclude<Why, 'refresh'>, RequestInit>> = {
  first: {},
  changed: { cache: 'force-cache' },
  poll: { headers: { 'Cache-Control': 'max-age=29' } },
}

/** What one URL says, for as many components as want to know; never older than what was shown before. */
export function createResource<Body>(options: ResourceOptions<Body>): Resource<Body> {
  const { client, url, groups, askAgain = 'changed', merge = (_, after) => after } = options
  const guard = createGuard()
  const listeners = new Set<() => void>()
  let snapshot: Snapshot<Body> = { data: undefined, source: undefined, error: undefined, isLoading: false }
  let underWay = 0
  let newest = 0
  let overtaking: Change | undefined
  let stop: (() => void) | undefined
  let heeded = ''

  /** Hears of what it is about now; a new answer may be about more. */
  function heed(): void {
    const about = groups(snapshot.data)
    if (stop && heeded === about.join()) return
    stop?.()
    heeded = about.join()
    stop = client.subscribe({ groups: about }, onChange)
  }

  function set(change: Partial<Snapshot<Body>>): void {
    snapshot = { ...snapshot, ...change }
    for (const listener of Array.from(listeners)) listener()
  }

  async function load(why: Why): Promise<void> {
    const number = ++newest
    const mayShow = guard.begin()
    underWay += 1
    overtaking = undefined
    set({ isLoading: true })
    try {
      const response = await ask(why)
      const body = (await response.json()) as Body
      if (mayShow(response)) {
        set({ data: merge(snapshot.data, body), source: readSource(response, Date.now()), error: undefined })
        if (stop) heed()
      }
    } catch (cause) {
      // The failure of a question that another has replaced is nobody's concern.
      if (number === newest) set({ error: cause instanceof ApiError ? cause : unreachable(cause) })
    }
    underWay -= 1
    set({ isLoading: underWay > 0 })
    // Something changed while we asked, and the answer may be from before.
    if (underWay === 0 && overtaking && concerns(overtaking)) await load(askAgain)
  }

  async function ask(why: Why): Promise<Response> {
    const response = await (why === 'refresh' ? client.refresh(url) : client.fetch(url, asking[why]))
    if (!response.ok) throw await refused(response)
    return response
  }

  function concerns({ asOf }: Change): boolean {
    return asOf === undefined || guard.asOf === undefined || guard.asOf < asOf
  }

  function onChange(change: Change): void {
    if (change.reborn) guard.forget()
    // Another URL's newer answer says nothing about ours.
    if (change.reason === 'updated' && change.url !== new URL(url, document.baseURI).href) return
    if (underWay > 0) overtaking = change
    else if (concerns(change)) void load(askAgain)
  }

  return {
    subscribe(listener) {
      listeners.add(listener)
      if (!stop) heed()
      if (newest === 0) void load('first')
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        stop?.()
        stop = undefined
      }
    },
    getSnapshot: () => snapshot,
    load,
  }
}
