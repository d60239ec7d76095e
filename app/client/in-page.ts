import type { PaymentSyncError } from '../../shared/error.ts'
import { ownName } from '../../shared/groups.ts'
import type { ToWorker } from '../../shared/protocol.ts'
import { readFromWorker } from '../../shared/read-message.ts'
import { createAsk } from './ask-worker.ts'
import type { PaymentSyncClient } from './client.ts'
import { connect, serviceWorkerContainer } from './connection.ts'
import { createNotices } from './notices.ts'
import { oncePerSecond } from './once-per-second.ts'
import { onResume } from './on-resume.ts'
import { badOption, type ReadOptions } from './read-options.ts'
import { createSubscribers, type Change } from './subscribers.ts'
import { createTabs, type Invalidated } from './tell-tabs.ts'
import { fetchWithWorker } from './with-worker.ts'
import { createWithoutWorker } from './without-worker.ts'

/** The client of a page: joins what the other files of this folder do. */
export function inPage(options: ReadOptions): PaymentSyncClient {
  const { onError, signal } = options
  const container = serviceWorkerContainer(onError)
  const connection = connect(options, container)
  const isAnybodyThere = (): boolean => connection.worker() !== undefined
  const ask = createAsk(() => connection.worker())
  const subscribers = createSubscribers()
  const stateListeners = new Set<() => void>()
  const notices = createNotices(ask, isAnybodyThere, told, onError)
  const tabs = createTabs((invalidated) => notices.receive(invalidated))
  const without = createWithoutWorker(tellTabs, async (message) => {
    if (isAnybodyThere()) await ask(message, 3).catch(onError)
  })
  const refreshes = oncePerSecond<Response>()
  const requests = oncePerSecond<void>()

  function told(change: Change): void {
    if (change.reason !== 'updated') without.changed()
    subscribers.tell(change)
  }

  function tellTabs(groups: readonly string[], reason: Invalidated['reason'], unsettledFor?: number): void {
    const unsettled = unsettledFor === undefined ? {} : { unsettledFor }
    const invalidated: Invalidated = {
      type: 'invalidated',
      groups,
      reason,
      stamp: 0,
      before: 0,
      born: '',
      ...unsettled,
    }
    tabs.tell(invalidated)
    notices.receive(invalidated) // A channel doesn't tell the one who speaks.
  }

  function openTabs(): void {
    if (connection.state === 'controlled') tabs.close()
    else tabs.open()
  }

  function greet(): void {
    if (isAnybodyThere()) void notices.greet()
  }

  /** The worker tells every tab, this one too. Where there is none, or it doesn't answer, the page does. */
  async function act(message: ToWorker, groups: readonly string[], reason: 'manual' | 'session'): Promise<void> {
    try {
      if (isAnybodyThere()) await ask(message, 3)
      else tellTabs(groups, reason)
    } catch (error) {
      tellTabs(groups, reason)
      throw error as PaymentSyncError
    }
  }

  async function send(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const request = new Request(input, init)
    return connection.state === 'controlled'
      ? fetchWithWorker(request, (asOf) => notices.saw(asOf))
      : without.fetch(request)
  }

  const onControllerChange = (): void => {
    openTabs()
    greet()
    for (const listener of Array.from(stateListeners)) listener()
  }
  const onMessage = ({ data, source }: MessageEvent): void => {
    const notice = readFromWorker(data)
    if (notice && connection.isOurs(source)) notices.receive(notice)
  }
  container?.addEventListener('controllerchange', onControllerChange, options)
  container?.addEventListener('message', onMessage, options)
  container?.startMessages()
  addEventListener('pagehide', () => tabs.close(), options)
  addEventListener('pageshow', openTabs, options)
  signal?.addEventListener('abort', () => tabs.close())
  onResume(() => void notices.catchUp(), options)
  openTabs()
  void greetNowOrLater()

  /** After a forced reload there is an active worker, but no change of controller to greet it on. */
  async function greetNowOrLater(): Promise<void> {
    if (connection.state !== 'controlled') await connection.ready
    greet()
  }

  return {
    get state() {
      return connection.state
    },
    subscribeState(listener) {
      stateListeners.add(listener)
      return () => void stateListeners.delete(listener)
    },
    ready: connection.ready,
    subscribe: ({ groups }, listener) => subscribers.subscribe(groups, listener),
    async invalidate(groups) {
      const bad = groups.find((group) => !group || ownName(group))
      if (bad !== undefined) throw badOption('a group', bad, 'a name such as "booking:7", without "@" before it')
      const names = [...new Set(groups)].sort()
      await requests(JSON.stringify(names), () => act({ type: 'invalidate', groups: names }, names, 'manual'))
    },
    async refresh(url) {
      const { href } = new URL(url, document.baseURI)
      return (await refreshes(href, () => send(href, { cache: 'reload' }))).clone()
    },
    endSession: () => requests('', () => act({ type: 'end-session' }, ['*'], 'session')),
    fetch: send,
  }
}
