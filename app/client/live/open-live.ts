import type { FromWorker } from '../../../shared/protocol.ts'
import type { Ask } from '../ask-worker.ts'
import type { ReadOptions } from '../read-options.ts'
import type { Change } from '../subscribers.ts'
import { startLeading, type Leader } from './lead.ts'
import { createLeadership, createLonely } from './leadership.ts'
import type { LiveState } from './live-state.ts'
import { createPassing } from './pass-events.ts'
import type { TabMessage } from './tab-messages.ts'

export interface Live {
  readonly state: LiveState
  /** What this page's subscribers are told: after a change of session the server has another user's events for us. */
  heard(change: Change): void
}

/** ms; a leader that nobody has seen for so long makes room for a tab that is seen. */
const UNSEEN_FOR = 30_000

/**
 * One connection for all tabs of the browser.
 *
 * @param ready resolves when the page is controlled, or known not to be
 * @param receive takes what no worker tells
 * @param onState called on each change of `state`
 */
export function openLive(
  { live = '', onError, signal }: Pick<ReadOptions, 'live' | 'onError' | 'signal'>,
  ready: Promise<void>,
  ask: Ask,
  receive: (notice: FromWorker) => void,
  onState: () => void,
): Live {
  const { href: url } = new URL(live, document.baseURI)
  let state: LiveState = 'connecting'
  let leader: Leader | undefined
  let hiddenSince = Date.now()

  function tell(groups: readonly string[]): void {
    // By a page: stamps are the worker's to give.
    receive({ type: 'invalidated', groups, reason: 'live', stamp: 0, before: 0, born: '' })
  }

  const passing = createPassing({
    ask,
    onError,
    tell(groups) {
      tell(groups)
      tabs.say({ type: 'told', groups })
    },
  })

  function set(next: LiveState): void {
    if (next === state) return
    state = next
    onState()
  }

  const beat = (): TabMessage => {
    const isUseful = state !== 'connecting' && Date.now() - hiddenSince < UNSEEN_FOR
    return { type: 'beat', state, lastId: passing.lastId, yields: document.visibilityState === 'hidden' && !isUseful }
  }

  function hear(message: TabMessage): void {
    if (message.type === 'told') tell(message.groups)
    if (message.type !== 'beat' || leader) return
    passing.lastId = message.lastId
    set(message.state)
  }

  function begin(): void {
    leader = startLeading({
      url,
      passing,
      onState(next) {
        set(next)
        tabs.say(beat())
      },
    })
  }

  function end(): void {
    leader?.stop()
    leader = undefined
    set('connecting') // Until whoever leads now has told.
  }

  function fail(error: Error): void {
    set('off')
    onError(error)
  }

  const options = { name: `payment-sync live ${url}`, begin, end, beat, hear, onError: fail }
  const tabs = 'locks' in navigator ? createLeadership(options) : createLonely(options)

  function leave(): void {
    tabs.leave()
    set('connecting') // It hears of nothing.
  }

  const listen = { capture: true, ...(signal && { signal }) }
  addEventListener('visibilitychange', () => (hiddenSince = Date.now()), listen)
  // A page that is put away, or frozen, hands over while it can: frozen it would hear nothing of the network, and answer the
  // other tabs all the same (Chromium 156). `freeze` and `resume` are the document's.
  for (const type of ['pagehide', 'freeze']) addEventListener(type, leave, listen)
  for (const type of ['pageshow', 'resume']) addEventListener(type, () => tabs.join(), listen)
  signal?.addEventListener('abort', leave)
  void ready.then(() => signal?.aborted || tabs.join())

  return {
    get state() {
      return state
    },
    heard({ reason, groups, asOf }) {
      // Without the worker nobody tells of sessions by name.
      const mayBeSession = reason === 'session' || reason === 'missed' || (reason !== 'live' && asOf === undefined)
      if (mayBeSession && groups.includes('*')) leader?.restart()
    },
  }
}
