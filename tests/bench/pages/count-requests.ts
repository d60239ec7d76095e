import { setTimeout as delay } from 'node:timers/promises'
import { LISTED } from '../worker/api.ts'
import type { Stage, Stand } from '../worker/stage.ts'
import type { Subject } from '../worker/subjects.ts'

const TABS = 10
const CARDS = LISTED.length
const CHANGED = LISTED[0] ?? ''

/** ms in which all has been asked that is asked at once, and a change has reached every tab that hears of it. */
const AFTERMATH = 3_000
/** ms; two rounds of polling, and no third, also where each is late by some seconds. */
const MINUTE = 66_000

/** What the API is asked by a whole browser with ten tabs that show sixty cards each; reads alone. */
export interface Requests {
  readonly subject: string
  /** Until all tabs, opened at once, show all. */
  readonly load: number
  /** After a change made in one tab, */
  readonly change: number
  /** and in how many tabs it then shows. */
  readonly seen: number
  readonly minute: number
}

/** Left alone for a minute each; what is counted does not depend on the machine. */
export async function countRequests(stage: Stage, subject: Subject): Promise<Requests> {
  const stand = await stage.add(subject)
  const tabs = [stand.page]
  while (tabs.length < TABS) tabs.push(await stand.openTab())
  const reads = readsOf(stand)

  await Promise.all(tabs.map((tab) => tab.evaluate((cards) => app.open(cards), CARDS)))
  await delay(AFTERMATH) // Until also what is asked behind an answer's back has been.
  const load = reads()
  const versions = (): Promise<number[]> =>
    Promise.all(tabs.map((tab) => tab.evaluate((id) => app.version(id), CHANGED)))
  const before = await versions()
  await stand.page.evaluate((id) => app.change(id), CHANGED)
  await delay(AFTERMATH)
  const seen = (await versions()).filter((version, tab) => version > (before[tab] ?? 0)).length
  const change = reads()
  await delay(MINUTE)
  const minute = reads()
  await Promise.all(tabs.map((tab) => tab.close()))
  return { subject: subject.name, load, change, seen, minute }
}

/** How many since it was last called. */
function readsOf({ api: { asked } }: Stand): () => number {
  asked.length = 0
  return () => asked.splice(0).filter((request) => request.startsWith('GET ')).length
}

export function requestsTable(all: readonly Requests[]): string {
  const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`
  const head = ['', 'first load', 'a change', 'tabs that show it within 3 s', 'a minute of polling']
  return [
    row(head),
    row(head.map(() => '---')),
    ...all.map(({ subject, load, change, seen, minute }) => row([subject, load, change, `${seen} of ${TABS}`, minute])),
  ].join('\n')
}
