import type { Change, PaymentSyncClient } from '../../../app/client/public.ts'
import { touches } from '../../../app/client/subscribers.ts'
import { nothing } from '../../../app/client/tools/nothing.ts'

export interface Asked {
  readonly url: string
  readonly init: RequestInit | undefined
  answer(body: unknown, headers?: Record<string, string>, status?: number): void
  fail(error: Error): void
}

export interface StandInClient {
  readonly client: PaymentSyncClient
  /** What was asked, to be answered by hand, in any order. */
  readonly asked: Asked[]
  readonly invalidated: string[][]
  readonly tell: (change: Partial<Change>) => void
  /** The client says something else of itself. */
  readonly become: (now: Partial<PaymentSyncClient>) => void
}

/** The page client, with a network whose answers are given by hand and a worker that says what the test says. */
export function standInClient(): StandInClient {
  const asked: Asked[] = []
  const invalidated: string[][] = []
  const heeding = new Set<() => void>()
  const listeners = new Set<readonly [readonly string[], (change: Change) => void]>()

  function ask(url: string, init?: RequestInit): Promise<Response> {
    return new Promise((resolve, reject) => {
      asked.push({
        url,
        init,
        answer: (body, headers = {}, status = 200) => resolve(new Response(JSON.stringify(body), { status, headers })),
        fail: reject,
      })
    })
  }

  const client: PaymentSyncClient = {
    ...nothing,
    waiting: false,
    paused: false,
    debug: false,
    state: 'controlled',
    live: 'off',
    ready: Promise.resolve(),
    subscribeState(listener) {
      heeding.add(listener)
      return () => void heeding.delete(listener)
    },
    subscribe({ groups }, listener) {
      const entry = [groups, listener] as const
      listeners.add(entry)
      return () => void listeners.delete(entry)
    },
    invalidate: (groups) => {
      invalidated.push([...groups])
      return Promise.resolve()
    },
    refresh: (url) => ask(url, { cache: 'reload' }),
    endSession: () => Promise.resolve(),
    fetch: (input, init) => ask(input instanceof Request ? input.url : String(input), init),
  }
  return {
    client,
    asked,
    invalidated,
    become(now) {
      Object.assign(client, now)
      for (const listener of Array.from(heeding)) listener()
    },
    tell: (part) => {
      const change: Change = { reason: 'mutation', groups: ['*'], asOf: undefined, ...part }
      for (const [groups, listener] of Array.from(listeners)) if (touches(groups, change.groups)) listener(change)
    },
  }
}
