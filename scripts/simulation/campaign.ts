import { Worker } from 'node:worker_threads'
import { emptyTally, type Tally } from '../../tests/simulation/random/campaign.ts'
import type { Said, Task } from './play-histories.ts'

export interface Played {
  readonly tally: Tally
  /** The story of the first failure, for a person to read. */
  readonly failure: string | undefined
  /** Of the thread that failed, or of all. */
  readonly histories: number
}

export interface CampaignOptions extends Omit<Task, 'step'> {
  /** Threads; each plays every so manieth seed. */
  readonly workers: number
  /** ms without a word from a thread after which it hangs: a fault may make it. @default Infinity */
  readonly patience?: number
  readonly onProgress?: (tally: Tally) => void
}

/** Plays histories on so many cores, until one of them breaks a promise. */
export async function campaign(script: string, options: CampaignOptions): Promise<Played> {
  const { how, from, runs, workers, onProgress, patience = Number.POSITIVE_INFINITY } = options
  const tallies: Tally[] = []
  const threads: Worker[] = []
  const one = (at: number): Promise<Pick<Played, 'failure' | 'histories'>> =>
    new Promise((resolve, reject) => {
      const task: Task = { how, from: from + at, runs: Math.ceil((runs - at) / workers), step: workers }
      // Most of what a history makes is garbage at its end: young for longer, it is never moved.
      const thread = new Worker(script, { workerData: task, resourceLimits: { maxYoungGenerationSizeMb: 64 } })
      threads.push(thread)
      let timer: ReturnType<typeof setTimeout> | undefined
      const wait = (): void => {
        clearTimeout(timer)
        if (Number.isFinite(patience))
          timer = setTimeout(
            () =>
              resolve({ failure: `It hangs: not a word for ${patience} ms.`, histories: tallies[at]?.histories ?? 0 }),
            patience,
          )
      }
      wait()
      thread.on('message', (said: Said) => {
        wait()
        if (said.is === 'over') {
          clearTimeout(timer)
          return resolve(said)
        }
        tallies[at] = said.tally
        return onProgress?.(sum(tallies))
      })
      thread.on('error', (error) => {
        clearTimeout(timer)
        reject(error)
      })
    })
  try {
    const all = Array.from({ length: Math.min(workers, runs) }, async (_, at) => {
      const played = await one(at)
      // The first to fail ends it.
      if (played.failure !== undefined) throw new Failed(played)
    })
    await Promise.all(all)
    const tally = sum(tallies)
    return { tally, failure: undefined, histories: tally.histories }
  } catch (error) {
    if (!(error instanceof Failed)) throw error
    return { tally: sum(tallies), ...error.played }
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()))
  }
}

class Failed extends Error {
  readonly played: Pick<Played, 'failure' | 'histories'>

  constructor(played: Pick<Played, 'failure' | 'histories'>) {
    super('A promise was broken')
    this.played = played
  }
}

function sum(tallies: readonly (Tally | undefined)[]): Tally {
  const total = emptyTally()
  for (const tally of tallies)
    for (const name of Object.keys(total) as (keyof Tally)[]) total[name] += tally?.[name] ?? 0
  return total
}
