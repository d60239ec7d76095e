import type { StatsRow } from '../../shared/report.ts'
import type { Ports } from '../ports.ts'
import type { Store } from '../store/store.ts'

/** ms; what is counted meanwhile is written together. That much is lost when the worker is stopped. */
const WRITTEN_AFTER = 2_000

/** ms; minutes before that are forgotten. */
const KEPT_FOR = 3_600_000

/** Counts, minute by minute. Nothing waits for it, and nothing rests on it: what can't be written was not counted. */
export class Metrics {
  readonly #ports: Ports
  readonly #store: Store
  #counted: string[] = []

  constructor(ports: Ports, store: Store) {
    this.#ports = ports
    this.#store = store
  }

  count(what: string): void {
    if (this.#counted.push(what) > 1) return
    this.#ports.after(WRITTEN_AFTER, () => void this.rows().catch(() => undefined))
  }

  /**
   * Writes what was counted since the last time.
   *
   * @returns all that is counted, a row for each minute
   * @throws whatever keeps it from being written
   */
  rows(): Promise<readonly StatsRow[]> {
    const counted = this.#counted
    this.#counted = []
    const { wall } = this.#ports.now()
    const [minute, first] = [nameOf(wall), nameOf(wall - KEPT_FOR)]
    return this.#store.beside(async (transaction) => {
      const counts: Record<string, number> = {}
      const kept: StatsRow[] = [{ minute, counts }]
      for (const row of await transaction.all('stats')) {
        if (row.minute === minute) Object.assign(counts, row.counts)
        else if (row.minute > first && row.minute < minute) kept.push(row)
        // Also what is still to come: the clock was set back.
        else await transaction.delete('stats', row.minute)
      }
      for (const what of counted) counts[what] = (counts[what] ?? 0) + 1
      await transaction.put('stats', { minute, counts })
      return kept
    })
  }
}

const nameOf = (wall: number): string => new Date(wall).toISOString().slice(0, 16)
