import type { Mutation } from '../../history/history.ts'
import { itemsIn } from '../../history/items-in.ts'
import { installRecorder, type MutationOptions, type ReadOptions } from '../../history/recorder.ts'
import { createGuard, type Guard } from '../../../app/client/guard.ts'
import { listen } from './listen.ts'
import { touches } from './touches.ts'

/** What the driver asks of a page. */
export interface ChaosPage {
  /** Of this very page: one from the back/forward cache is still the same. */
  readonly life: string
  /** Resolves when nothing is under way. */
  idle(): Promise<void>
  read(url: string, options?: ReadOptions): Promise<void>
  mutate(url: string, about: MutationOptions): Promise<Mutation>
  /** Deletes all that the origin stores. */
  deleteStorage(): Promise<void>
  /** Whether something can't be written for want of room. */
  isFull(): Promise<boolean>
}

declare global {
  var chaos: ChaosPage
}

const parameters = new URLSearchParams(location.search)
const worker = parameters.get('worker') ?? ''
const recorder = installRecorder(itemsIn, 'CHECKING')
recorder.tab = parameters.get('tab') ?? ''

/** How many URLs a page shows at a time. */
const SHOWN = 3
const guards = new Map<string, Guard>()
let shown: string[] = []
let pending = 0
let whenIdle = (): void => undefined
const refetching = new Map<string, 'once' | 'again'>()

globalThis.chaos = {
  life: crypto.randomUUID(),

  async idle() {
    if (pending > 0) await new Promise<void>((resolve) => (whenIdle = resolve))
  },

  read: (url, options) =>
    counted(async () => {
      shown = [url, ...shown.filter((each) => each !== url)].slice(0, SHOWN)
      await readAndShow(url, options)
    }),

  mutate: (url, about) => counted(() => recorder.mutate(url, client ? { ...about, fetch: client.fetch } : about)),

  async deleteStorage() {
    const databases = await indexedDB.databases()
    for (const { name = '' } of databases) {
      await new Promise((resolve) => {
        const request = indexedDB.deleteDatabase(name)
        Object.assign(request, { onsuccess: resolve, onerror: resolve, onblocked: resolve })
      })
    }
    for (const name of await caches.keys()) await caches.delete(name)
  },

  async isFull() {
    try {
      const cache = await caches.open('chaos-is-full')
      await cache.put('/chaos-is-full', new Response(new Uint8Array(100_000)))
      await caches.delete('chaos-is-full')
      return false
    } catch {
      return true
    }
  },
}

// Plain pages don't know that there is a worker: they ask in no way that only one would answer well.
const client = parameters.has('client')
  ? listen(worker, {
      told: (groups) => recorder.told(groups),
      changed(groups, mode) {
        for (const url of shown) if (touches(groups, url)) void counted(() => refetch(url, mode))
      },
      forget() {
        for (const guard of guards.values()) guard.forget()
      },
    })
  : undefined

/** One at a time for each URL; what was told meanwhile is a reason to ask again. */
async function refetch(url: string, mode: 'force-cache' | 'default'): Promise<void> {
  if (refetching.has(url)) return void refetching.set(url, 'again')
  do {
    refetching.set(url, 'once')
    await readAndShow(url, { mode })
  } while (refetching.get(url) === 'again')
  refetching.delete(url)
}

async function readAndShow(url: string, { mode, ...options }: ReadOptions = {}): Promise<void> {
  let guard = guards.get(url)
  if (!guard) guards.set(url, (guard = createGuard()))
  const mayShow = guard.begin()
  const { outcome, status, items, source } = await recorder.read(
    url,
    client
      ? { ...options, ...(mode && { mode }), fetch: client.fetch }
      : { ...(mode && !/cache/.test(mode) && { mode }) },
  )
  if (outcome !== 'served' || status !== 200) return
  const headers = new Headers(source?.asOf === undefined ? {} : { 'Payment-Sync-As-Of': String(source.asOf) })
  if (mayShow({ headers })) recorder.show(items, url)
}

async function counted<Result>(work: () => Promise<Result>): Promise<Result> {
  pending += 1
  try {
    return await work()
  } finally {
    pending -= 1
    if (pending === 0) whenIdle()
  }
}
