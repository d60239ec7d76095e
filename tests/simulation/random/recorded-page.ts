import type { Mutation, Read } from '../../history/history.ts'
import type { Tab } from '../tab.ts'
import type { Client } from './client.ts'
import { itemsOf, type Recording, type Writable } from './recording.ts'
import type { Act, Mode } from './scenario.ts'
import { RandomServer, touches } from './server.ts'

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
    { note, storeIsSlow }: { readonly note: (text: () => string) => void; readonly storeIsSlow: boolean },
  ) {
    this.#recording = recording
    this.#server = server
    this.#note = note
    this.#storeIsSlow = storeIsSlow
  }

  read(client: Client, url: string, mode: Mode): void {
    const { tab } = client
    const id = this.#id('r')
    const { session } = this.#server
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
    const headers = { 'x-request-id': id, ...(mode === 'max-age' && { 'cache-control': 'max-age=20' }) }
    const mayShow = client.asks(url)
    tab.get(url, { headers, ...(mode !== 'max-age' && { cache: mode }) }).then(
      ({ status, how, asOf, body, headers }) => {
        client.saw(asOf)
        read.outcome = 'served'
        read.status = status
        if (status === 200) read.items = itemsOf(body)
        read.source = { from: how.startsWith('hit') ? 'store' : 'network', collapsed: how.includes('collapsed'), asOf }
        if (status === 200 && mayShow({ headers })) this.#show(read, mode)
        return ended(() => `${status} ${how} ${told(read)}`)
      },
      (error: unknown) => ended(() => String(error)),
    )
  }

  /**
   * Where nothing can be stored, nobody can order two answers that were under way at once; nor one that goes past the
   * store on purpose.
   */
  #show({ tab, url, items }: Read, mode: Mode): void {
    if (this.#storeIsSlow || mode === 'reload' || mode === 'no-store') return
    if (this.#storeFailed) return
    const at = this.#recording.tick()
    for (const { key, version, masked = false } of items)
      this.#recording.history.shown.push({ tab, at, key, version, masked, place: url })
  }

  get #storeFailed(): boolean {
    return this.#recording.history.troubles.some(({ what }) => what === 'store')
  }

  mutate(tab: Tab, id: string, act: Act): void {
    const keys = touches[act].map((kind) => `${kind}:${id}`)
    this.#post(tab, `/api/book-service/${id}/${act}`, { keys, groups: [`booking:${id}`, 'bookings'] })
  }

  /** Everything is invalidated, whoever logs in. */
  log(tab: Tab, way: 'in' | 'out'): void {
    this.#post(tab, `/api/auth/log${way}`, { keys: [], groups: ['*'] })
  }

  /** A mutation whose answer is another page. Gives its id. */
  submit(tab: Tab): string {
    const mutation = this.#mutation(tab, { keys: [] })
    return mutation.id
  }

  #post(tab: Tab, url: string, about: Pick<Mutation, 'keys' | 'groups'>): void {
    const mutation = this.#mutation(tab, about)
    const { id } = mutation
    const ended = (outcome: Mutation['outcome'], text: () => string): void => {
      mutation.end = this.#recording.tick()
      mutation.outcome = outcome
      this.#note(() => `  ${tab.id} ${id} ${url}: ${text()}`)
    }
    tab.post(url, {}, { headers: { 'x-request-id': id } }).then(
      ({ status, how }) => {
        mutation.status = status
        // While the store is known bad the app goes on as if there were no worker (G6): it has nobody to tell the others.
        // And one that was taken for the repeat of another changed nothing.
        if (how === '' || !this.#server.has(id)) Object.assign(mutation, { groups: [] })
        return ended('answered', () => `${status} ${how}`)
      },
      (error: unknown) => {
        // What never left the browser changed nothing; and with a store that may be known bad there is nobody to tell.
        if (!this.#server.has(id) || this.#storeFailed) Object.assign(mutation, { groups: [] })
        return ended('failed', () => String(error))
      },
    )
  }

  #mutation(tab: Tab, about: Pick<Mutation, 'keys' | 'groups'>): Writable<Mutation> {
    const mutation: Writable<Mutation> = {
      id: this.#id('m'),
      tab: tab.id,
      session: this.#server.session,
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

const told = ({ items }: Pick<Read, 'items'>): string =>
  items.map(({ key, version, masked }) => `${key} v${version}${masked ? '?' : ''}`).join(' ')
