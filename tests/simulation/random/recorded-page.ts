import type { Mutation, Read } from '../../history/history.ts'
import type { Client } from './client.ts'
import { itemsOf, type Recording, type Writable } from './recording.ts'
import type { Act, Mode, Scenario } from './scenario.ts'
import { again, RandomServer, touches, URL_OF } from './server.ts'

/** What pages ask and change, written down. */
export class RecordedPage {
  readonly #recording: Recording
  readonly #server: RandomServer
  readonly #note: (text: () => string) => void
  readonly #storeIsSlow: boolean
  #ids = 0

  constructor(
    recording: Recording,
    server: RandomServer,
    { note, scenario }: { readonly note: (text: () => string) => void; readonly scenario: Scenario },
  ) {
    this.#recording = recording
    this.#server = server
    this.#note = note
    this.#storeIsSlow = scenario.slowPorts > 0
  }

  read(client: Client, url: string, mode: Mode): void {
    const { tab } = client
    const id = this.#id('r')
    const session = client.token ?? this.#server.session
    const said = mode === 'max-age' ? { maxAge: 20 } : { mode }
    const read: Writable<Read> = {
      id,
      tab: tab.id,
      session,
      user: RandomServer.userOf(session),
      url,
      begin: this.#recording.tick(),
      end: 0,
      outcome: 'failed',
      items: [],
      ...said,
    }
    const ended = (text: () => string): void => {
      read.end = this.#recording.tick()
      this.#recording.history.reads.push(read)
      this.#note(() => `  ${tab.id} ${id} ${url}: ${text()}`)
    }
    const headers = {
      'x-request-id': id,
      ...client.headers,
      ...(mode === 'max-age' && { 'cache-control': 'max-age=20' }),
    }
    const mayShow = client.asks(url)
    tab.get(url, { headers, ...(mode !== 'max-age' && { cache: mode }) }).then(
      ({ status, how, asOf, body, headers }) => {
        client.saw(asOf)
        read.outcome = 'served'
        read.status = status
        if (status === 200) read.items = itemsOf(body)
        read.source = { from: how.startsWith('hit') ? 'store' : 'network', collapsed: how.includes('collapsed'), asOf }
        if (status === 200 && mayShow({ headers })) this.#show(read, how)
        return ended(() => `${status} ${how} ${told(read)}`)
      },
      (error: unknown) => ended(() => String(error)),
    )
  }

  /** Two answers that were under way at once, and that can't be stored, nobody can order: not the worker, not the page. */
  #show({ tab, url, items }: Read, how: string): void {
    if (!/^hit|; stored/.test(how)) return
    const at = this.#recording.tick()
    for (const { key, version, masked = false } of items)
      this.#recording.history.shown.push({ tab, at, key, version, masked, place: url })
  }

  get #storeFailed(): boolean {
    return this.#recording.history.troubles.some(({ what }) => what === 'store')
  }

  mutate(client: Client, id: string, act: Act): void {
    const keys = touches[act].map((kind) => `${kind}:${id}`)
    const groups = { verify: [`payment:ref-${id}`, `booking:${id}`], note: [] }[act as string]
    this.#post(client, URL_OF[act](id), {
      about: { keys, groups: groups ?? [`booking:${id}`, 'bookings'] },
      body: act === 'verify' ? { reference: `ref-${id}` } : {},
      isWatched: act === 'note',
    })
  }

  /** Everything is invalidated, whoever logs in. */
  log(client: Client, way: 'in' | 'out'): void {
    this.#post(client, `/api/auth/log${way}`, { about: { keys: [], groups: ['*'] } })
  }

  /** A mutation whose answer is another page. Gives its id. */
  submit(client: Client): string {
    const mutation = this.#mutation(client, { keys: [] })
    return mutation.id
  }

  #post(client: Client, url: string, { about, body = {}, isWatched = false }: Posted): void {
    const { tab } = client
    const mutation = this.#mutation(client, about)
    const { id } = mutation
    const ended = (outcome: Mutation['outcome'], text: () => string): void => {
      const end = this.#recording.tick()
      for (const each of this.#recording.history.mutations) if (each.id === id || each.id === again(id)) each.end = end
      mutation.outcome = outcome
      if (isWatched) mutation.controlled = this.#watchedInTime(mutation)
      this.#note(() => `  ${tab.id} ${id} ${url}: ${text()}`)
    }
    tab.post(url, body, { headers: { 'x-request-id': id, ...client.headers } }).then(
      ({ status, how }) => {
        mutation.status = status
        // While the store is known bad the app goes on as if there were no worker (G6): it has nobody to tell the others.
        // And one that was taken for the repeat of another changed nothing: by the worker, or under its key by the server.
        const isReplay = status < 400 && mutation.executions.length === 0 && !url.startsWith('/api/auth/')
        if (how === '' || !this.#server.has(id) || isReplay) Object.assign(mutation, { groups: [] })
        return ended('answered', () => `${status} ${how}`)
      },
      (error: unknown) => {
        // What never left the browser changed nothing; and with a store that may be known bad there is nobody to tell.
        if (!this.#server.has(id) || this.#storeFailed) Object.assign(mutation, { groups: [] })
        return ended('failed', () => String(error))
      },
    )
  }

  /** What is only watched is written down as it is sent, if nothing comes between, and distrusted for 10 s. */
  #watchedInTime({ begin, end }: Mutation): boolean {
    const isCalm = this.#recording.history.troubles.every(({ what }) => what === 'takeover')
    return !this.#storeIsSlow && isCalm && (end ?? Number.POSITIVE_INFINITY) - begin < 9_000
  }

  #mutation({ tab, token }: Client, about: Posted['about']): Writable<Mutation> {
    const mutation: Writable<Mutation> = {
      id: this.#id('m'),
      tab: tab.id,
      session: token ?? this.#server.session,
      begin: this.#recording.tick(),
      end: null,
      outcome: 'abandoned',
      executions: [],
      ...about,
    }
    this.#recording.history.mutations.push(mutation)
    return mutation
  }

  #id(kind: 'r' | 'm'): string {
    this.#ids += 1
    return `${kind}${this.#ids}`
  }
}

interface Posted {
  readonly about: Pick<Mutation, 'keys' | 'groups'>
  readonly body?: object
  /** No rule names it: the worker watches. */
  readonly isWatched?: boolean
}

const told = ({ items }: Pick<Read, 'items'>): string =>
  items.map(({ key, version, masked }) => `${key} v${version}${masked ? '?' : ''}`).join(' ')
