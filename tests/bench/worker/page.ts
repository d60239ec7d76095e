import { registerPaymentSync } from '../../../app/client/public.ts'

/** What a page of the benchmark does when it is told. All times in ms. */
export const bench = {
  /** Registers the origin's worker, and waits until it answers. */
  async control(): Promise<void> {
    const { serviceWorker } = navigator
    const change = new Promise((resolve) => serviceWorker.addEventListener('controllerchange', resolve, { once: true }))
    await serviceWorker.register('/worker.js')
    await serviceWorker.ready
    if (!serviceWorker.controller) await change
  },

  /** One request after the other, each read to its end: how long one takes, which is the median. */
  async inTurn(urls: readonly string[], init?: RequestInit): Promise<number> {
    const took: number[] = []
    for (const url of urls) {
      const begin = performance.now()
      await read(url, init)
      took.push(performance.now() - begin)
    }
    return took.sort((one, other) => one - other)[Math.floor(took.length / 2)] ?? Number.NaN
  },

  /** All at once: how long until the last is there. */
  async atOnce(urls: readonly string[]): Promise<number> {
    const begin = performance.now()
    await Promise.all(urls.map((url) => read(url)))
    return performance.now() - begin
  },

  /** Reads each twice: whoever stores answers stores these. What is stored behind an answer's back is there by the end. */
  async store(urls: readonly string[]): Promise<void> {
    for (let time = 0; time < 2; time += 1) for (const url of urls) await read(url)
  },

  /** `Cache-Status` of an answer, where it has one. */
  async statusOf(url: string): Promise<string | null> {
    return (await fetch(url)).headers.get('Cache-Status')
  },

  /** From now on this page shows a booking, and reads it again when it hears that it was changed. */
  follow(url: string, how: 'client' | 'message'): void {
    const show = async (read: typeof fetch, init?: RequestInit): Promise<void> => {
      const { booking } = (await (await read(url, init)).json()) as { booking: { version: number } }
      document.body.textContent = String(booking.version)
      for (const heard of waiting) heard(booking.version)
    }
    if (how === 'message') {
      navigator.serviceWorker.addEventListener('message', () => void show((...read) => fetch(...read)))
      return void show((...read) => fetch(...read))
    }
    const client = registerPaymentSync({ url: '/worker.js' })
    const ask: typeof fetch = (input, init) => client.fetch(input, init)
    client.subscribe({ groups: ['*'] }, () => void show(ask, { cache: 'force-cache' }))
    void show(ask)
  },

  /** When this page shows another version than `than`, since 1970. */
  async shows(than: string): Promise<number> {
    while (document.body.textContent === than) await new Promise<number>((resolve) => waiting.add(resolve))
    waiting.clear()
    return performance.timeOrigin + performance.now()
  },

  shown: (): string => document.body.textContent ?? '',

  /** A request that changes something; when it began, since 1970. */
  async change(url: string): Promise<number> {
    const begin = performance.timeOrigin + performance.now()
    await read(url, { method: 'POST' })
    return begin
  },

  /** Puts copies of an entry into the database, as many others as are asked for: `/api/bookings/1000000` and so on. */
  async fill(like: string, entries: number, under = '/api/bookings/'): Promise<void> {
    const database = await promised(indexedDB.open('payment-sync'))
    const rows = await promised(database.transaction('entries').objectStore('entries').getAll())
    const row = rows.find(({ url }: { readonly url: string }) => url.endsWith(like)) as { key: string; url: string }
    // As a page finds them that is opened again: nobody has used them for ten minutes.
    const lastUsed = new Date(Date.now() - 600_000)
    for (let at = 0; at < entries; at += 5_000) {
      const transaction = database.transaction('entries', 'readwrite', { durability: 'relaxed' })
      const store = transaction.objectStore('entries')
      for (let copy = at; copy < Math.min(at + 5_000, entries); copy += 1) {
        store.put({ ...row, key: row.key.replace(like, `${under}${1_000_000 + copy}`), lastUsed })
      }
      await new Promise<void>((resolve, reject) => {
        transaction.addEventListener('complete', () => resolve())
        transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('It could not be filled.')))
      })
    }
    database.close()
  },
}

const waiting = new Set<(version: number) => void>()

async function read(url: string, init?: RequestInit): Promise<string> {
  const response = await fetch(url, init)
  const text = await response.text()
  if (!response.ok) throw new Error(`${url}: ${response.status}`)
  return text
}

const promised = <Result>(request: IDBRequest<Result>): Promise<Result> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB said no.')))
  })

export type Bench = typeof bench

declare global {
  var bench: Bench
}

globalThis.bench = bench
