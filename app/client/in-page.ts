import { PaymentSyncError } from '../../shared/error.ts'
import type { ToWorker } from '../../shared/protocol.ts'
import { readFromWorker } from '../../shared/read-message.ts'
import { createAsk, type Latest } from './ask-worker.ts'
import type { PaymentSyncClient } from './client.ts'
import { connect, serviceWorkerContainer } from './connection.ts'
import type { Live } from './live/open-live.ts'
import { createMutate } from './mutate.ts'
import { createNotices } from './notices.ts'
import { oncePerSecond } from './once-per-second.ts'
import { onResume } from './on-resume.ts'
import { readWithWorker } from './read-with-worker.ts'
import { createWithoutWorker } from './read-without-worker.ts'
import type { ReadOptions } from './read-options.ts'
import { createSubscribers, type Change } from './subscribers.ts'
import { createTabs, type Invalidated } from './tell-tabs.ts'
import { DEBUG, wantsDebug } from './wants-debug.ts'
import { later } from './tools/later.ts'
import type { Watch } from './tools/lent.ts'
import type { OpenTools } from './tools/open-tools.ts'

/** What the tools use, too, and is in this script. */
const lent = { readFromWorker, PaymentSyncError }

/** For how long a change that nobody confirmed may still happen (spec, G2). */
const UNSETTLED_FOR = 60_000

/** The client of a page: joins what the other files of this folder do. */
export function inPage(options: ReadOptions): PaymentSyncClient {
  const { onError, signal } = options
  const container = serviceWorkerContainer()
  const connection = connect(options, container)
  const askWorker = createAsk(() => connection.worker())
  const subscribers = createSubscribers()
  const notices = createNotices(ask, told, onError)
  const tabs = createTabs(notices.receive)
  const without = createWithoutWorker()
  const mutate = createMutate(
    (groups, isUnknown) =>
      tellTabs(groups, isUnknown ? 'outcome-unknown' : 'mutation', isUnknown && { unsettledFor: UNSETTLED_FOR }),
    async (message) => void (await ask(message, 3).catch(onError)),
  )
  const refreshes = oncePerSecond<Response>()
  const requests = oncePerSecond<void>()
  const states = new Set<() => void>()
  const watch: Watch = {}
  let paused = false
  let isDebug = false
  let opened: Promise<OpenTools> | undefined
  let live: Partial<Live> = options.live ? { state: 'connecting' } : {}

  async function ask(message: ToWorker, tries?: number): Promise<Latest | undefined> {
    const latest = await askWorker(message, tries)
    const was = paused
    paused = latest?.paused ?? paused
    if (paused !== was) tellState()
    return latest
  }

  function told(change: Change): void {
    if (change.reason === 'removed') {
      const left = connection.leave()
      if (left) void use((opened) => opened.keepAway(left))
      openTabs()
      tellState()
    }
    if (change.reason !== 'updated') without.changed()
    subscribers.tell(change)
    live.heard?.(change)
  }

  /** The other members: a script of their own. */
  function tools(): Promise<OpenTools> {
    opened ??= import('./tools/open-tools.ts').then(({ openTools }) =>
      openTools({ options, container, connection, ask, watch, subscribers, told, tellState, ...lent }),
    )
    opened.catch(() => (opened = undefined))
    return opened
  }

  /** What is done behind the page's back. */
  const use = (act: (tools: OpenTools) => unknown): Promise<unknown> => tools().then(act).catch(onError)

  function setDebug(on: boolean, isOwn: boolean): void {
    isDebug = on
    void use((opened) => opened.setDebug(on, isOwn))
  }

  function tellState(): void {
    for (const listener of states) listener()
  }

  /** A script of its own: who doesn't ask for it doesn't pay for it. */
  async function startLive(): Promise<void> {
    try {
      const { openLive } = await import('./live/open-live.ts')
      live = openLive(options, connection.ready, ask, notices.receive, tellState)
    } catch (error) {
      live = {}
      tellState()
      onError(error as Error)
    }
  }

  function tellTabs(
    groups: readonly string[],
    reason: Invalidated['reason'],
    more?: false | { readonly unsettledFor: number },
  ): void {
    const invalidated = { type: 'invalidated', groups, reason, stamp: 0, before: 0, born: '', ...more } as const
    tabs.tell(invalidated)
    notices.receive(invalidated) // A channel doesn't tell the one who speaks.
  }

  const openTabs = (): void => tabs.open(connection.state !== 'controlled')
  const closeTabs = (): void => tabs.open(false)

  /** The worker tells every tab, this one too. Where there is none, or it doesn't answer, the page does. */
  async function act(message: ToWorker, groups: readonly string[], reason: 'manual' | 'session'): Promise<void> {
    let told: unknown
    try {
      told = await ask(message, 3)
    } finally {
      if (!told) tellTabs(groups, reason)
    }
  }

  async function send(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const request = new Request(input, init)
    const isControlled = connection.state === 'controlled'
    const answer = /^(GET|HEAD|OPTIONS)$/.test(request.method)
      ? isControlled
        ? readWithWorker(request, notices.saw)
        : without.fetch(request)
      : mutate(request, isControlled)
    watch.asks?.(request, answer)
    return answer
  }

  const onControllerChange = (): void => {
    tellState()
    openTabs()
    void notices.greet()
  }
  const onMessage = ({ data, source }: MessageEvent): void => {
    const notice = readFromWorker(data)
    if (notice && connection.isOurs(source)) notices.receive(notice)
  }
  container?.addEventListener('controllerchange', onControllerChange, options)
  container?.addEventListener('message', onMessage, options)
  container?.startMessages()
  addEventListener('pagehide', closeTabs, options)
  addEventListener('pageshow', openTabs, options)
  signal?.addEventListener('abort', closeTabs)
  addEventListener('storage', ({ key, newValue }) => key === DEBUG && setDebug(newValue === 'true', false), options)
  onResume(() => void notices.catchUp(), options)
  openTabs()
  void greetNowOrLater()
  void watchUpdates()
  if (wantsDebug()) setDebug(true, true)
  const ready = options.enabled
    ? connection.ready
    : use((opened) => opened.unregister({ purge: true })).then(() => undefined)
  if (options.live) void startLive()

  /** Only where there is a worker is another one an update. */
  async function watchUpdates(): Promise<void> {
    await connection.ready
    const { registration } = connection
    const look = (): unknown => registration?.active && use((opened) => opened.watchUpdates(registration))
    if (registration?.waiting ?? registration?.installing) look()
    registration?.addEventListener('updatefound', look, options)
  }

  /** After a forced reload there is an active worker, but no change of controller to greet it on. */
  async function greetNowOrLater(): Promise<void> {
    if (connection.state !== 'controlled') await connection.ready
    await notices.greet()
  }

  return {
    ...later(tools),
    get waiting() {
      return Boolean(connection.registration?.waiting)
    },
    get paused() {
      return paused
    },
    get debug() {
      return isDebug
    },
    set debug(on) {
      setDebug(on, true)
    },
    get state() {
      return connection.state
    },
    get live() {
      return live.state ?? 'off'
    },
    subscribeState(listener) {
      states.add(listener)
      return () => void states.delete(listener)
    },
    ready,
    subscribe: ({ groups }, listener) => subscribers.subscribe(groups, listener),
    async invalidate(groups) {
      const names = [...new Set(groups)].sort()
      await requests(JSON.stringify(names), () => act({ type: 'invalidate', groups: names }, names, 'manual'))
    },
    async refresh(url) {
      const request = new Request(url, { cache: 'reload' })
      return (await refreshes(request.url, () => send(request))).clone()
    },
    endSession: () => requests('', () => act({ type: 'end-session' }, ['*'], 'session')),
    fetch: send,
  }
}
