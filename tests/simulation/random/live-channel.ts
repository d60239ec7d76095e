import type { Tab } from '../tab.ts'

interface LiveEvent {
  readonly id: string
  readonly groups: readonly string[]
  readonly changes: readonly string[]
}

/** The server's live channel, and the tab that leads: what the worker doesn't acknowledge is said again. */
export class LiveChannel {
  #events: LiveEvent[] = []
  #last = 0

  /** A change that was committed. Gives its number, which the answer to a mutation names. */
  committed(id: string): string {
    const change = String((this.#last += 1))
    const groups = [`booking:${id}`, 'bookings', `payment:ref-${id}`]
    this.#events.push({ id: change, groups, changes: [change] })
    return change
  }

  /** The tab says so many events as one, or a gap instead of all of them. */
  hear(tab: Tab, most: number): void {
    const heard = most === 0 ? this.#events : this.#events.slice(0, most)
    const last = heard.at(-1)
    if (!last) return
    const all = { groups: heard.flatMap(({ groups }) => groups), changes: heard.flatMap(({ changes }) => changes) }
    const said = most === 0 ? { groups: ['*'], changes: [] } : all
    void this.#say(tab, { id: last.id, ...said })
  }

  async #say(tab: Tab, event: LiveEvent): Promise<void> {
    const reply = await tab.tell({ type: 'live', ...event })
    if (reply?.type !== 'latest') return
    this.#events = this.#events.filter(({ id }) => Number(id) > Number(event.id))
  }
}
