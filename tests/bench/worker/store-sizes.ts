import type { Measure } from './measures.ts'
import type { Subject } from './subjects.ts'
import { ours } from './subjects.ts'

const ENTRIES = [100, 10_000, 100_000] as const
const HIT = '/api/bookings/7'

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
const compared = { floor: nameOf(100), subjects, atMost: 1.2 } as const
let last = 0

/** Each is told whether the worker was stopped before, which makes it forget what it saw. */
export const sizedMeasures: readonly Measure[] = [
  {
    ...compared,
    name: 'hit, from memory',
    async prepare({ name, page }) {
      await page.evaluate((url) => bench.store([url]), HIT)
      await page.evaluate(([like, entries]) => bench.fill(like, entries), [HIT, entriesOf(name)] as const)
    },
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
      return page.evaluate((url) => bench.inTurn([url]), HIT)
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
