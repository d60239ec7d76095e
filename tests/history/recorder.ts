import type { Item, Mode, Mutation, Notice, PageEvent, Read, Shown, Source } from './history.ts'
import { itemsIn } from './items-in.ts'

/** What one page saw. URLs are as the page used them, and executions are left to the server. */
export interface PageRecords {
  readonly reads: Read[]
  readonly mutations: Mutation[]
  readonly pages: PageEvent[]
  readonly notices: Notice[]
  readonly shown: Shown[]
}

export interface PageRecorder {
  /** Under which names the page's events are told; set them before anything else, and the session at each login. */
  tab: string
  session: string
  user: string | undefined
  read(url: string, options?: ReadOptions): Promise<Read>
  mutate(url: string, about: MutationOptions): Promise<Mutation>
  /** What the page client's `subscribe` tells. */
  told(groups: readonly string[]): void
  show(items: readonly Pick<Item, 'key' | 'version' | 'masked'>[], place?: string): void
  /** All that was recorded since the last time: to be called before the page goes. */
  take(): PageRecords
}

export interface ReadOptions {
  readonly mode?: Mode
  /** s */
  readonly maxAge?: number
  readonly headers?: Readonly<Record<string, string>>
  /** Who asks. @default the page's own `fetch` */
  readonly fetch?: typeof fetch
}

export interface MutationOptions extends Partial<Pick<Mutation, 'keys' | 'groups' | 'boundary'>> {
  /** @default 'POST' */
  readonly method?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Who asks. @default the page's own `fetch` */
  readonly fetch?: typeof fetch
}

declare global {
  var historyRecorder: PageRecorder
}

/** What a recorder needs of a page. Typed here, since histories are also told in worlds without a DOM. */
interface Page {
  readonly navigator?: { readonly serviceWorker?: { readonly controller: unknown } }
  readonly document?: { addEventListener(type: string, listener: () => void): void }
  addEventListener(type: string, listener: (event: { readonly persisted: boolean }) => void): void
}

/**
 * The text of a script that puts a recorder at `historyRecorder` in each page, before the page's own scripts run.
 *
 * @example
 * await context.addInitScript({ content: recorderScript() })
 * await page.evaluate(() => historyRecorder.read('/api/bookings/7'))
 */
export const recorderScript = (masked = 'CHECKING'): string =>
  `(${installRecorder.toString()})(${itemsIn.toString()}, ${JSON.stringify(masked)})`

/** Needs nothing around it: it is sent to the page as text. (Compilers that mark names, as esbuild's `keepNames`, break that.) */
export function installRecorder(readItems: typeof itemsIn, masked: string): PageRecorder {
  const now = (): number => performance.timeOrigin + performance.now()
  const emptied = (): PageRecords => ({ reads: [], mutations: [], pages: [], notices: [], shown: [] })
  const page = globalThis as unknown as Page
  const isControlled = (): boolean => Boolean(page.navigator?.serviceWorker?.controller)
  let records = emptied()

  const recorder: PageRecorder = {
    tab: crypto.randomUUID().slice(0, 4),
    session: 'none',
    user: undefined,

    async read(url, { mode = 'default', maxAge, headers = {}, fetch: ask = fetch } = {}) {
      const { tab, session, user = session } = recorder
      const id = crypto.randomUUID()
      const asked = {
        ...headers,
        'X-Request-Id': id,
        ...(maxAge === undefined ? {} : { 'Cache-Control': `max-age=${maxAge}` }),
      }
      const about = {
        id,
        tab,
        session,
        user,
        url,
        mode,
        controlled: isControlled(),
        ...(maxAge === undefined ? {} : { maxAge }),
      }
      const begin = now()
      let read: Read
      try {
        // `only-if-cached` is allowed to none but the page's own origin.
        const own = mode === 'only-if-cached' ? ({ mode: 'same-origin' } as const) : {}
        const response = await ask(url, { cache: mode, headers: asked, ...own })
        const text = await response.text()
        const end = now()
        const { status } = response
        const items = status === 200 ? readItems(parsed(text), masked) : []
        const source = sourceOf(response.headers)
        read = { ...about, begin, end, outcome: 'served', status, items, ...(source && { source }) }
      } catch (error) {
        read = { ...about, begin, end: now(), outcome: isAbort(error) ? 'aborted' : 'failed', items: [] }
      }
      records.reads.push(read)
      return read
    },

    async mutate(url, { method = 'POST', body, headers = {}, keys = [], groups, boundary, fetch: ask = fetch }) {
      const { tab, session } = recorder
      const id = crypto.randomUUID()
      const type = body === undefined ? {} : { 'Content-Type': 'application/json' }
      const init = { method, headers: { ...type, ...headers, 'X-Request-Id': id }, body: JSON.stringify(body) }
      const about = { id, tab, session, keys, controlled: isControlled(), executions: [] }
      const told = { ...about, ...(groups && { groups }), ...(boundary && { boundary }) }
      const begin = now()
      // On record before it is sent: the page may not live to see its end.
      const at = records.mutations.push({ ...told, begin, end: null, outcome: 'abandoned' }) - 1
      const { mutations } = records
      let mutation: Mutation
      try {
        const response = await ask(url, body === undefined ? { method, headers: init.headers } : init)
        await response.text()
        const source = sourceOf(response.headers)
        const answered = { outcome: 'answered', status: response.status } as const
        mutation = { ...told, begin, end: now(), ...answered, ...(source && { source }) }
      } catch (error) {
        mutation = { ...told, begin, end: now(), outcome: isAbort(error) ? 'abandoned' : 'failed' }
      }
      mutations[at] = mutation
      return mutation
    },

    told(groups) {
      records.notices.push({ tab: recorder.tab, at: now(), groups })
    },

    show(items, place) {
      const { tab } = recorder
      const at = now()
      for (const { key, version, masked: isMasked = false } of items) {
        records.shown.push({ tab, at, key, version, masked: isMasked, ...(place === undefined ? {} : { place }) })
      }
    },

    take() {
      const taken = records
      records = emptied()
      // By then the page has its name.
      return { ...taken, pages: taken.pages.map((event) => ({ ...event, tab: recorder.tab })) }
    },
  }

  const note = (is: PageEvent['is']): unknown => records.pages.push({ tab: '', at: now(), is })
  note('opened')
  page.document?.addEventListener('freeze', () => note('frozen'))
  page.document?.addEventListener('resume', () => note('resumed'))
  if (page.document) {
    page.addEventListener('pagehide', ({ persisted }) => note(persisted ? 'frozen' : 'closed'))
    page.addEventListener('pageshow', ({ persisted }) => persisted && note('resumed'))
  }
  globalThis.historyRecorder = recorder
  return recorder

  function isAbort(error: unknown): boolean {
    return error instanceof DOMException && error.name === 'AbortError'
  }

  function parsed(text: string): unknown {
    try {
      return JSON.parse(text)
    } catch {
      return undefined
    }
  }

  /** Of the last cache in the list, which is the nearest (RFC 9211, section 2); none where no worker had a part in it. */
  function sourceOf(headers: Headers): Source | undefined {
    const [, ...parameters] = (headers.get('Cache-Status')?.split(',').at(-1) ?? '').split(';')
    const said = new Map(
      parameters.map((parameter) => {
        const [name = '', value = ''] = parameter.trim().split('=')
        return [name, value.replaceAll('"', '')] as const
      }),
    )
    if (said.size === 0) return undefined
    const [age, asOf, detail] = [headers.get('Age'), headers.get('Payment-Sync-As-Of'), said.get('detail')]
    return {
      from: said.has('hit') ? 'store' : 'network',
      collapsed: said.has('collapsed'),
      ...(detail === undefined ? {} : { detail }),
      ...(age === null ? {} : { age: Number(age) }),
      ...(asOf === null ? {} : { asOf: Number(asOf) }),
    }
  }
}
