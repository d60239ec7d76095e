import { parentPort, workerData } from 'node:worker_threads'
import type { Tally } from '../../tests/simulation/random/campaign.ts'
import { describe, simulate } from '../../tests/simulation/random/simulate.ts'
import { sweep } from '../../tests/simulation/random/sweep.ts'

export interface Task {
  readonly how: 'random' | 'sweep'
  readonly from: number
  readonly runs: number
  readonly step: number
}

export type Said =
  | { readonly is: 'progress'; readonly tally: Tally }
  /** `failure`: for a person to read; `histories`: how many it took. */
  | { readonly is: 'over'; readonly failure: string | undefined; readonly histories: number }

const say = (said: Said): void => parentPort?.postMessage(said)

/** What one thread of a campaign does. */
const { how, ...task } = workerData as Task
const play = how === 'sweep' ? sweep : simulate
let histories = 0
const failure = await play({
  ...task,
  onProgress: (tally) => {
    histories = tally.histories
    say({ is: 'progress', tally: { ...tally } })
  },
})
say({ is: 'over', failure: failure && describe(failure), histories })
