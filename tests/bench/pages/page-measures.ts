import { LISTED } from '../worker/api.ts'
import { far, type Measure } from '../worker/measures.ts'
import { pageSubjectNames } from './page-subjects.ts'

const CARDS = LISTED.length
const compared = { floor: 'no library', subjects: pageSubjectNames } as const

const anotherTab: Measure = {
  ...compared,
  name: 'page, another tab opens',
  prepare: async ({ page }) => void (await page.evaluate((cards) => app.open(cards), CARDS)),
  async sample(stand) {
    const tab = await stand.openTab()
    try {
      // Its first paint is not what is measured.
      await tab.evaluate(() => new Promise<void>((resolve) => requestAnimationFrame(() => resolve())))
      return await tab.evaluate((cards) => app.open(cards), CARDS)
    } finally {
      await tab.close()
    }
  },
}

/** What a page pays to show a list of 60 bookings with their payments, which it or another tab had before. */
export const pageMeasures: readonly Measure[] = [
  anotherTab,
  far(anotherTab),
  {
    ...compared,
    name: 'page, the view is left and comes back',
    sample: ({ page }) => page.evaluate((cards) => app.again(cards), CARDS),
  },
  {
    ...compared,
    name: 'page, a second component',
    sample: ({ page }) => page.evaluate(() => app.second()),
  },
]
