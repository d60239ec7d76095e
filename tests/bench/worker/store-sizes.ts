import type { Measure } from './measures.ts'
import type { Stand } from './stage.ts'
import type { Subject } from './subjects.ts'
import { ours } from './subjects.ts'

const ENTRIES = [100, 10_000, 100_000] as const
const HIT = '/api/bookings/7'
/** Nothing in it says how a payment stands, which a run asks anew. */
const LASTING = '/api/services'

const nameOf = (entries: number): string => `${entries.toLocaleString('en')} entries`

/** The same worker over stores of several sizes: nothing that is asked of it may depend on how much it holds. */
export const sizedSubjects = (pageFiles: ReadonlyMap<string, string>): Promise<readonly Subject[]> =>
  Promise.all(
    ENTRIES.map(async (entries) => {
      const limits = { entries: 1_000_000, totalBytes: 1_000_000_000 }
      return { ...(await ours(pageFiles, { limits })), name: nameOf(entries) }
    }),
  )

const subjects = ENTRIES.map(nameOf)
const filled = new Set<Stand>()
const compared = {
  floor: nameOf(100),
  subjects,
  atMost: 1.2,
  async prepare(stand: Stand): Promise<void> {
    if (filled.has(stand)) return
    filled.add(stand)
    const { name, page } = stand
    await page.evaluate((urls) => bench.store(urls), [HIT, LASTING])
    await page.evaluate(([like, entries]) => bench.fill(like, entries), [HIT, entriesOf(name)] as const)
  },
} as const
let last = 0

/** Each is told whether the worker was stopped before, which makes it forget what it saw. */
export const sizedMeasures: readonly Measure[] = [
  {
    ...compared,
    name: 'hit, from memory',
    sample: ({ page }) =>
      page.evaluate(
        (urls) => bench.inTurn(urls),
        Array.from({ length: 15 }, () => HIT),
      ),
  },
  {
    ...compared,
    name: 'hit, worker stopped',
    async sample({ page }, stage) {
      await stage.stopWorkers()
      return page.evaluate((url) => bench.inTurn([url]), LASTING)
    },
  },
  {
    ...compared,
    name: 'booking, first time',
    sample({ page }) {
      const urls = Array.from({ length: 15 }, () => `/api/bookings/${(last += 1)}-500`)
      return page.evaluate((each) => bench.inTurn(each), urls)
    },
  },
  {
    ...compared,
    name: 'mutation',
    sample: ({ page }) =>
      page.evaluate(
        (urls) => bench.inTurn(urls, { method: 'POST' }),
        Array.from({ length: 15 }, () => '/api/book-service/99/pay'),
      ),
  },
]

const entriesOf = (name: string): number => ENTRIES.find((entries) => nameOf(entries) === name) ?? 0
