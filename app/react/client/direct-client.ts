import { changedGroups } from '../../client/changed-groups.ts'
import type { DataClient } from '../../client/client.ts'
import { createSubscribers, type Change } from '../../client/subscribers.ts'
import { createTabs, type Invalidated } from '../../client/tell-tabs.ts'

/**
 * The client of a page that never registered one and that no worker controls: plain `fetch`, with the address as the app
 * would write it, nothing stored, and changes told to the other tabs.
 */
export function directClient(): DataClient {
  const subscribers = createSubscribers()
  const tabs = typeof BroadcastChannel === 'function' ? createTabs(told) : undefined
  let listening = 0

  function told({ groups, reason }: Invalidated): void {
    const change: Change = { groups, reason, asOf: undefined }
    subscribers.tell(change)
  }

  function tell(groups: readonly string[], reason: Invalidated['reason']): void {
    const invalidated = { type: 'invalidated', groups, reason, stamp: 0, before: 0, born: '' } as const
    tabs?.tell(invalidated)
    told(invalidated) // A channel doesn't tell the one who speaks.
  }

  /** Nobody listens, nothing is open. */
  function listen(by: 1 | -1): void {
    listening += by
    tabs?.open(listening > 0)
  }

  async function direct(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const isRead = /^(GET|HEAD)$/i.test(init?.method ?? 'GET')
    if (isRead) return init ? fetch(input, { ...init, cache: freshly(init.cache) }) : fetch(input)
    let named: readonly string[] | undefined
    try {
      const response = await fetch(input, init)
      if (response.headers as Headers | undefined) named = changedGroups(response)
      return response
    } finally {
      tell(named ?? ['*'], 'mutation') // Only a worker has rules for what nobody names.
    }
  }

  return {
    state: 'uncontrolled',
    live: 'off',
    ready: Promise.resolve(),
    subscribeState: () => () => undefined,
    subscribe({ groups }, listener) {
      const leave = subscribers.subscribe(groups, listener)
      listen(1)
      return () => {
        leave()
        listen(-1)
      }
    },
    async invalidate(groups) {
      tell(groups, 'manual')
    },
    async endSession() {
      tell(['*'], 'session')
    },
    refresh: (url) => fetch(url, { cache: 'reload' }),
    fetch: direct,
  }
}

/** What the browser's HTTP cache holds may be from before a change: the server confirms it. */
const freshly = (asked: RequestCache | undefined): RequestCache =>
  asked === undefined || asked === 'force-cache' ? 'no-cache' : asked
