import { asksOwnCache, isFromStore } from './confirmations.ts'
import type { Item, Mutation, Violation, Write } from './history.ts'
import type { Seen } from './lane.ts'
import { teller } from './tell.ts'
import { isUnknown, type Timeline } from './timeline.ts'

/** From this time on, a read gets no version before this one. */
interface Floor {
  readonly at: number
  readonly write: Write
  readonly mutation: Mutation
}

/**
 * G2, read your writes.
 *
 * Answered: a read, by any tab in any session, that begins after a tab has the response gets no version older than
 * - those that the mutation made, and
 * - those of its `keys` that the server already had as it began to execute it (whatever the status: a 409 is an answer
 *   about the state that is there).
 * However the read was answered: what it may have shared with others was asked before the response.
 *
 * Outcome unknown (failed, or answered 502 or 504) counts as having happened. If the server did execute it, and made a
 * version by t, then a read that begins after the page saw the failure, and after t, gets nothing older *from the store*;
 * what the network itself answered before t is excused. If t is later than `unsettledFor` after the failure, nothing is
 * demanded: nobody waits for ever.
 *
 * Excused: reads that began before, or overlap; masked items; mutations that the page abandoned (it closed, or aborted:
 * no page has the response, and the server may still be at work); mutations out of reach of the worker and the page
 * client; reads past the worker that ask the browser's own HTTP cache; changes made elsewhere, which G1 bounds. A list that lacks what it should have listed counts as older.
 */
export function readYourWrites(timeline: Timeline): Violation[] {
  const { rules, byBegin } = timeline
  const { certain, likely } = floorsOf(timeline)
  if (certain.length + likely.length === 0) return []
  const [whoever, store] = [new Riser(certain), new Riser(likely)]
  const found: Violation[] = []
  for (const seen of byBegin) {
    whoever.rise(seen.read.begin - rules.slack)
    store.rise(seen.read.begin - rules.slack)
    if (asksOwnCache(seen.read)) continue
    for (const [at, item] of seen.claims.entries()) {
      if (item.masked === true) continue
      const floor = whoever.above(item) ?? store.above(item)
      if (floor && (!isUnknown(floor.mutation) || isFromStore(timeline, seen, at)))
        found.push(violation(timeline, seen, item, floor))
    }
  }
  return found
}

/** Walks through floors in the order of time. */
class Riser {
  readonly #floors: readonly Floor[]
  readonly #highest = new Map<string, Floor>()
  #next = 0

  constructor(floors: Floor[]) {
    this.#floors = floors.sort((a, b) => a.at - b.at)
  }

  rise(before: number): void {
    for (; this.#next < this.#floors.length; this.#next += 1) {
      const floor = this.#floors[this.#next] as Floor
      if (floor.at >= before) return
      const { key, version } = floor.write
      if (version > (this.#highest.get(key)?.write.version ?? 0)) this.#highest.set(key, floor)
    }
  }

  above({ key, version }: Item): Floor | undefined {
    const floor = this.#highest.get(key)
    return floor && floor.write.version > version ? floor : undefined
  }
}

function floorsOf({ history, rules, writesBy, versions }: Timeline): { certain: Floor[]; likely: Floor[] } {
  const certain: Floor[] = []
  const likely: Floor[] = []
  for (const mutation of history.mutations) {
    const { id, end, outcome, controlled, keys, executions } = mutation
    if (end === null || outcome === 'abandoned' || controlled === false) continue
    const unknown = isUnknown(mutation)
    for (const write of writesBy.get(id) ?? []) {
      const floor = { at: Math.max(end, write.until), write, mutation }
      if (!unknown) certain.push(floor)
      else if (write.until <= end + rules.unsettledFor - rules.slack) likely.push(floor)
    }
    const executed = executions[0]
    if (unknown || !executed) continue
    for (const key of keys) {
      const write = versionAt(versions.get(key), executed.from - rules.slack)
      if (write) certain.push({ at: end, write, mutation })
    }
  }
  return { certain, likely }
}

/** What had certainly taken effect before the time. By halving: a resource may have many versions, and many mutations. */
function versionAt(writes: readonly (Write | undefined)[] | undefined, time: number): Write | undefined {
  let [low, high] = [0, writes?.length ?? 0]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((writes?.[middle]?.until ?? Number.NEGATIVE_INFINITY) < time) low = middle + 1
    else high = middle
  }
  return writes?.[low - 1]
}

function violation({ history }: Timeline, { read }: Seen, item: Item, { write, mutation }: Floor): Violation {
  const tell = teller(history)
  const made = write.by === mutation.id ? 'made' : 'found'
  const had = `at ${tell.time(mutation.end ?? 0)} s ${tell.mutation(mutation)}`
  const what = `${made} version ${write.version}${made === 'made' && isUnknown(mutation) ? ` at ${tell.time(write.until)} s all the same` : ''}`
  return {
    guarantee: 'G2',
    story: `${tell.read(read, item)}; but ${had} that ${what}. (G2)`,
    events: [read, mutation, write],
  }
}
