import { createAsk } from '../../../app/client/ask-worker.ts'
import { createGuard, type Guard } from '../../../app/client/guard.ts'
import { createNotices, type Notices } from '../../../app/client/notices.ts'
import type { Change } from '../../../app/client/subscribers.ts'
import { seal, type Envelope, type FromWorker, type Reply, type ToWorker } from '../../../shared/protocol.ts'
import type { Tab } from '../tab.ts'
import type { Recording } from './recording.ts'

/** A page. If it uses the page client, that is the client's own code: its notices, its questions, its guards. */
export class Client {
  tab: Tab
  /** A form was submitted, and its answer isn't here yet. */
  isLeaving = false
  /** It stands for a session of its own. */
  readonly token: string | undefined
  readonly #recording: Recording
  #notices: Notices | undefined
  #isListening = false
  #guards = new Map<string, Guard>()
  /** What a frozen page will hear when it resumes; undefined while it is awake. */
  #later: (() => void)[] | undefined

  constructor(tab: Tab, recording: Recording, token?: string) {
    this.tab = tab
    this.token = token
    this.#recording = recording
  }

  /** From now on the page uses the page client. */
  hello(): void {
    if (!this.isAwake) return
    if (this.#notices) return void this.#notices.greet()
    const { tab } = this
    const worker = {
      postMessage: ({ message }: Envelope<ToWorker>, [port]: [MessagePort]): void => {
        // A worker that is stopped meanwhile never replies.
        void tab.tell(message).then((reply) => reply && this.#soon(() => this.#answered(tab, reply, port)))
      },
    } as unknown as ServiceWorker
    const notices = createNotices(
      createAsk(() => worker),
      (change) => this.#told(change),
      () => 'nobody answered: that is for a person to read',
    )
    this.#notices = notices
    tab.onHear = (message: FromWorker): void => this.#soon(() => notices.receive(message))
    void notices.greet()
  }

  /** From the first stamp on it is owed notices: before, it knew none that anything could be missed since. */
  #answered(tab: Tab, reply: Reply, port: MessagePort): void {
    port.postMessage(seal(reply))
    if (this.tab !== tab || this.#isListening || reply.type !== 'latest') return
    this.#isListening = true
    this.#page('opened')
  }

  /** By hand. Unanswered, it may happen at any time. */
  refresh(): void {
    const groups = ['bookings']
    const invalidation = { from: this.#recording.tick(), until: Number.POSITIVE_INFINITY, groups }
    this.#recording.history.invalidations.push(invalidation)
    void this.tab.tell({ type: 'invalidate', groups }).then((reply) => {
      if (reply?.type === 'latest') invalidation.until = this.#recording.tick()
      return reply
    })
  }

  /** Frozen, what it is told waits for it; in the back/forward cache it is lost. */
  doze(how: 'frozen' | 'cached'): void {
    const { tab } = this
    if (tab.asleep || this.#later) return
    if (how === 'frozen') this.#later = []
    else tab.asleep = true
    this.#page('frozen')
  }

  wake(): void {
    const { tab } = this
    const waiting = this.#later
    if (!tab.asleep && !waiting) return
    tab.asleep = false
    this.#later = undefined
    this.#page('resumed')
    for (const happen of waiting ?? []) happen()
    void this.#notices?.catchUp()
  }

  /** The laptop sleeps, and its pages with it; they aren't told so. Gives what is to be called when it wakes. */
  sleep(): () => void {
    if (!this.isAwake) return () => undefined
    this.#page('frozen')
    return () => this.#page('resumed')
  }

  get headers(): Record<string, string> {
    return this.token === undefined ? {} : { authorization: this.token }
  }

  get isAwake(): boolean {
    return !this.tab.asleep && !this.#later
  }

  /** A login by a form: the page that lands is another one. */
  async submit(url: string, id: string): Promise<void> {
    const { history } = this.#recording
    const left = this.tab
    this.isLeaving = true
    const landed = await left.navigate(url, { method: 'POST', headers: { 'x-request-id': id } }).catch(() => undefined)
    this.isLeaving = false
    if (!landed) return
    const mutation = history.mutations.find((each) => each.id === id)
    if (mutation) Object.assign(mutation, { end: this.#recording.tick(), outcome: 'answered', status: 200 })
    const usesClient = this.#notices !== undefined
    this.#page('closed')
    this.tab = landed
    this.#later = undefined
    this.#notices = undefined
    this.#isListening = false
    this.#guards = new Map()
    if (usesClient) this.hello()
    // As each page does: the first that it asks for shows that it has landed.
    void landed
      .get('/api/services', { headers: { 'x-request-id': `${id} landed` } })
      .catch(() => 'not what this is about')
  }

  /** Asks on behalf of a place on the page: says later whether the answer may be shown there. */
  asks(url: string): (answer: Pick<Response, 'headers'>) => boolean {
    let guard = this.#guards.get(url)
    if (!guard) this.#guards.set(url, (guard = createGuard()))
    const { tab } = this
    const mayShow = guard.begin()
    return (answer) => this.tab === tab && mayShow(answer)
  }

  saw(asOf: number): void {
    if (asOf > 0) this.#notices?.saw(asOf)
  }

  #soon(happen: () => void): void {
    if (this.#later) this.#later.push(happen)
    else if (!this.tab.asleep) happen()
  }

  #told({ groups, reason, reborn }: Change): void {
    if (reborn) for (const guard of this.#guards.values()) guard.forget()
    if (reason === 'updated' || groups.length === 0) return
    this.#recording.history.notices.push({ tab: this.tab.id, at: this.#recording.tick(), groups })
  }

  #page(is: 'opened' | 'frozen' | 'resumed' | 'closed'): void {
    if (this.#isListening) this.#recording.history.pages.push({ tab: this.tab.id, at: this.#recording.tick(), is })
  }
}
