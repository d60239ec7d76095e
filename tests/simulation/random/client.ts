import type { FromWorker } from '../../../shared/protocol.ts'
import type { Tab } from '../tab.ts'
import type { Recording } from './recording.ts'

/** A page that uses the page client: it knows the last stamp, and asks for what it missed. */
export class Client {
  tab: Tab
  /** A form was submitted, and its answer isn't here yet. */
  isLeaving = false
  readonly #recording: Recording
  #since = 0
  #born = ''

  constructor(tab: Tab, recording: Recording) {
    this.tab = tab
    this.#recording = recording
    this.#page('opened')
    this.#listen()
  }

  hello(): void {
    void this.tab.tell({ type: 'hello' })
  }

  refresh(): void {
    void this.tab.tell({ type: 'invalidate', groups: ['bookings'] })
  }

  doze(): void {
    if (this.tab.asleep) return
    this.tab.asleep = true
    this.#page('frozen')
  }

  wake(): void {
    if (!this.tab.asleep) return
    this.tab.asleep = false
    this.#page('resumed')
    this.#catchUp()
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
    this.#page('closed')
    this.tab = landed
    this.#page('opened')
    this.#listen()
    // As each page does: the first that it asks for shows that it has landed.
    void landed
      .get('/api/services', { headers: { 'x-request-id': `${id} landed` } })
      .catch(() => 'not what this is about')
  }

  #listen(): void {
    this.tab.onHear = (message) => this.#hear(message)
  }

  #hear(message: FromWorker): void {
    if (message.type === 'started' && (message.stamp !== this.#since || message.born !== this.#born)) this.#catchUp()
    if (message.type !== 'invalidated') return
    this.#told(message.groups)
    if (message.before > this.#since || message.born !== this.#born) this.#catchUp()
    else this.#since = Math.max(this.#since, message.stamp)
  }

  #catchUp(): void {
    const { tab } = this
    void tab.tell({ type: 'catch-up', since: this.#since, born: this.#born }).then((reply) => {
      if (reply?.type !== 'latest' || tab.asleep) return undefined
      this.#since = reply.stamp
      this.#born = reply.born
      return this.#told(reply.groups)
    })
  }

  #told(groups: readonly string[]): void {
    if (groups.length > 0)
      this.#recording.history.notices.push({ tab: this.tab.id, at: this.#recording.tick(), groups })
  }

  #page(is: 'opened' | 'frozen' | 'resumed' | 'closed'): void {
    this.#recording.history.pages.push({ tab: this.tab.id, at: this.#recording.tick(), is })
  }
}
