import type { Change } from '../../client/subscribers.ts'
import { asApiError, type ApiError } from '../api/api-error.ts'
import { readAnswer } from '../api/read-answer.ts'
import { FLOOR, type Core } from './core.ts'
import { answerOf, isOlder, type Answer, type Shown } from './order.ts'
import type { ResourceOptions, Snapshot, Why } from './resource-options.ts'
import { keepSame } from './same.ts'
import { createWatchers, type Watcher } from './watchers.ts'

const nothing: Snapshot<never> = {
  data: undefined,
  error: undefined,
  isLoading: false,
  lastUpdated: undefined,
  headers: undefined,
}

const asking: Readonly<Record<Exclude<Why, 'refresh'>, RequestInit | undefined>> = {
  first: undefined,
  changed: { cache: 'force-cache' },
  poll: { headers: { 'Cache-Control': 'max-age=29' } },
}

/** That a person asked for it anew, and when, in ms of `performance.now()`. */
export interface Renewal {
  readonly at: number
  readonly done: Promise<void>
}

export type Resource<Data> = ReturnType<typeof createResource<Data>>

/** What one URL says, for as many components as want to know; never older than what was shown before. */
export function createResource<Data>(core: Core, options: ResourceOptions<Data>) {
  const {
    url,
    groups,
    take,
    onWatch,
    mayChange,
    askAgain = 'changed',
    doubt = (data) => data,
    isCovered = () => false,
    onShown,
    onLeft,
  } = options
  let snapshot: Snapshot<Data> = nothing
  let shown: Shown | undefined
  let fence = 0
  let underWay = 0
  let newest = 0
  let life = 0
  let current: Promise<void> = Promise.resolve()
  let overtaking: Pick<Change, 'asOf'> | undefined
  let triedAt = 0
  let confirmedAt = -Infinity
  const watchers = createWatchers(core, { heed: () => groups(snapshot.data), onChange, onLeft: forget })

  function set(change: Partial<Snapshot<Data>>): void {
    snapshot = { ...snapshot, ...change }
    core.changed()
  }

  /** Nobody looks any more: what was shown may be wrong by the time that somebody does. */
  function forget(): void {
    snapshot = nothing
    shown = undefined
    confirmedAt = -Infinity
    underWay = 0
    life += 1
    resource.renewal = undefined
    onLeft?.()
  }

  /** What was shown, and what is under way, is not to be seen any more. */
  function clear(error?: ApiError): void {
    shown = undefined
    fence = core.tick()
    set({ ...nothing, error, isLoading: underWay > 0 })
  }

  function load(why: Why): Promise<void> {
    current = ask(why)
    return current
  }

  async function ask(why: Why): Promise<void> {
    const lived = life
    const began = core.tick()
    const number = ++newest
    underWay += 1
    overtaking = undefined
    set({ isLoading: true })
    try {
      const client = core.client()
      const response = await (why === 'refresh' ? client.refresh(url) : client.fetch(url, asking[why]))
      const body = await readAnswer(response)
      if (lived === life) core.batch(() => receive(body, answerOf(response, began)))
    } catch (cause) {
      // The failure of a question that another has replaced is nobody's concern.
      if (lived === life && number === newest) fail(asApiError(cause))
    }
    if (lived !== life) return
    underWay -= 1
    set({ isLoading: underWay > 0 })
    // Something changed while we asked, and the answer may be from before.
    if (underWay === 0 && overtaking && concerns(overtaking) && watchers.isAny()) await load(askAgain)
  }

  function receive(body: Readonly<Record<string, unknown>>, answer: Answer): void {
    triedAt = performance.now() - Math.min(answer.age, FLOOR)
    if (answer.began < fence) overtaking = { asOf: undefined }
    else if (!isOlder(answer, shown)) {
      const data = take(body, snapshot.data, answer)
      if (data === undefined) return set({ error: undefined })
      show(data, answer)
      onShown?.(data, answer)
    }
  }

  /** An answer to another question tells of this, too. Whether it is shown now. */
  function feed(data: Data, answer: Answer): boolean {
    if (isOlder(answer, shown)) return false
    triedAt = performance.now() - Math.min(answer.age, FLOOR)
    show(data, answer)
    return true
  }

  function show(data: Data, answer: Answer): void {
    const { began, asOf, age, headers } = answer
    shown = { began, asOf, received: core.tick() }
    confirmedAt = performance.now() - age
    const before = snapshot.data
    set({ data: keepSame(before, data), headers, error: undefined, lastUpdated: new Date(Date.now() - age) })
    if (snapshot.data !== before) watchers.heedAnew()
  }

  function fail(error: ApiError): void {
    triedAt = performance.now()
    const { data } = snapshot
    if (error.isDenied) clear(error)
    else if (data && triedAt - confirmedAt >= FLOOR) set({ error, data: doubt(data) })
    else set({ error })
  }

  function concerns({ asOf }: Pick<Change, 'asOf'>): boolean {
    return asOf === undefined || shown?.asOf === undefined || shown.asOf < asOf
  }

  function onChange(change: Change): void {
    if (change.reborn && shown) shown = { ...shown, asOf: undefined }
    // Whatever was shown belongs to a session that may be over.
    if (change.reason === 'session') clear()
    if (underWay === 0 && isCovered()) return
    // Another URL's newer answer says nothing about ours.
    if (change.reason === 'updated' && change.url !== new URL(url, document.baseURI).href) return
    if (underWay > 0) overtaking = change
    else if (concerns(change)) void load(askAgain)
  }

  const wantsToAsk = (): boolean =>
    !isCovered() &&
    (snapshot.error ? !snapshot.error.isDenied : snapshot.data !== undefined && mayChange(snapshot.data))

  const resource = {
    get snapshot() {
      return snapshot
    },
    /** How many questions were asked. */
    get asked() {
      return newest
    },
    /** Where what is shown stands; undefined for what the app brought along. */
    get shown() {
      return shown
    },
    renewal: undefined as Renewal | undefined,
    /** Resolves when the question under way, if any, has its answer. */
    idle: () => current,
    /** Never rejects: the failure is in the snapshot. */
    load,
    fail,
    feed,
    /** As {@link feed}, for who is the first to hear of it. */
    tell(data: Data, answer: Answer): boolean {
      const isShown = feed(data, answer)
      if (isShown) onShown?.(data, answer)
      return isShown
    },
    /** From elsewhere: what the app brought along, of unknown age. */
    put(data: Data): void {
      set({ data })
      watchers.heedAnew()
    },
    /** What is under way was asked before a change that we know of. */
    outdateQuestions: (): void => void (fence = core.tick()),
    watch(watcher: Watcher): () => void {
      const leave = watchers.add(watcher)
      const why = underWay > 0 || isCovered() ? undefined : onWatch(snapshot.data, shown !== undefined)
      if (why) void load(why)
      return leave
    },
    isWatched: watchers.isAny,
    listenAnew: watchers.listenAnew,
    /** When to ask again, in ms of `performance.now()`. */
    due: (): number => {
      return underWay > 0 || !wantsToAsk() ? Infinity : triedAt + watchers.interval()
    },
    /** Asks again. */
    run: (): void => void load('poll'),
    forget,
    /** It is somebody else's from now on. */
    startAnew(): void {
      clear()
      if (watchers.isAny()) void load('first')
    },
  }
  return resource
}
