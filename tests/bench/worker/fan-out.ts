import type { Page } from 'playwright'
import type { Question } from './measures.ts'
import { costsOf, type Result } from './run-measures.ts'
import type { Stage, Stand } from './stage.ts'
import { shuffled } from './statistics.ts'
import { begins, ours, type Subject } from './subjects.ts'

const BOOKING = '/api/bookings/7'
const BARE = 'bare fan-out'

interface FanOut extends Question {
  readonly tabs: number
}

/** How long from a change in one tab until the last of so many shows it. */
export const fanOuts: readonly FanOut[] = [1, 10, 50].map((tabs) => ({
  name: `a change, until ${tabs === 1 ? 'its tab shows' : `${tabs} tabs show`} it`,
  floor: BARE,
  atMost: 1.5,
  tabs,
}))

/** No more than it takes: the change is forwarded, every page is told, and each asks the network. */
const bare = `${begins}
const tell = async () => {
  for (const page of await clients.matchAll({ includeUncontrolled: true })) page.postMessage('changed')
}
addEventListener('fetch', (event) => {
  if (!new URL(event.request.url).pathname.startsWith('/api/')) return
  const answer = fetch(event.request)
  event.respondWith(answer)
  if (event.request.method !== 'GET') event.waitUntil(answer.then(tell))
})`

export async function fanOutSubjects(pageFiles: ReadonlyMap<string, string>): Promise<readonly Subject[]> {
  return [{ name: BARE, files: new Map([...pageFiles, ['/worker.js', bare]]) }, await ours(pageFiles)]
}

export async function measureFanOut(
  stage: Stage,
  subjects: readonly Subject[],
  asked: readonly FanOut[],
  rounds: number,
): Promise<readonly Result[]> {
  const tabs = new Map<Stand, Page[]>()
  for (const subject of subjects) tabs.set(await stage.add(subject), [])
  const results: Result[] = []
  for (const measure of asked) {
    for (const [stand, open] of tabs) while (open.length < measure.tabs) open.push(await follower(stand))
    const took = new Map<string, number[]>(subjects.map(({ name }) => [name, []]))
    for (let round = 0; round <= rounds; round += 1) {
      for (const [stand, open] of shuffled([...tabs])) {
        const ms = await changeSeenIn(open)
        if (round > 0) took.get(stand.name)?.push(ms)
      }
    }
    results.push({ measure, costs: costsOf(measure, took) })
  }
  return results
}

async function follower(stand: Stand): Promise<Page> {
  const page = await stand.openTab()
  await page.evaluate(([url, how]) => bench.follow(url, how), [
    BOOKING,
    stand.name === BARE ? 'message' : 'client',
  ] as const)
  await page.evaluate(() => bench.shows('nothing yet'))
  return page
}

async function changeSeenIn(tabs: readonly Page[]): Promise<number> {
  const [first] = tabs
  if (!first) throw new Error('There is no tab.')
  const before = await first.evaluate(() => bench.shown())
  const seen = Promise.all(tabs.map((tab) => tab.evaluate((than) => bench.shows(than), before)))
  const began = await first.evaluate(() => bench.change('/api/book-service/7/pay'))
  return Math.max(...(await seen)) - began
}
