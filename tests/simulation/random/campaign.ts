import type { History } from '../../history/history.ts'
import type { Scenario } from './scenario.ts'

export interface Campaign {
  /** The first seed, how many, and how far apart. */
  readonly from: number
  readonly runs: number
  readonly step?: number
  /** Told now and then; the same object each time. */
  readonly onProgress?: ((tally: Tally) => void) | undefined
}

/** What was played, added up. */
export interface Tally {
  histories: number
  operations: number
  reads: number
  mutations: number
  requests: number
  kills: number
}

export const emptyTally = (): Tally => ({ histories: 0, operations: 0, reads: 0, mutations: 0, requests: 0, kills: 0 })

export function count(tally: Tally, { operations }: Scenario, { reads, mutations, requests, troubles }: History): void {
  tally.histories += 1
  tally.operations += operations.length
  tally.reads += reads.length
  tally.mutations += mutations.length
  tally.requests += requests.length
  for (const { what } of troubles) if (what === 'worker') tally.kills += 1
}

declare const setImmediate: (run: () => void) => void

/** Lets others do something, too: a history takes no turn of the event loop. */
export const turn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve)
  })
