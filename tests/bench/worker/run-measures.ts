import type { Measure, Question } from './measures.ts'
import type { Stage, Stand } from './stage.ts'
import { median, quantile, shuffled } from './statistics.ts'

/** What a subject cost, compared within each round: the machine is another one from minute to minute. */
export interface Cost {
  readonly subject: string
  /** ms, the median of all rounds. */
  readonly ms: number
  /** As a multiple of the floor in the same round: the median, and between which half of all rounds lie. */
  readonly ratio: number
  readonly spread: readonly [low: number, high: number]
}

export interface Result {
  readonly measure: Question
  readonly costs: readonly Cost[]
}

/** Every measure for every subject once in each round, in an order of its own; the first round warms up. */
export async function runMeasures(
  stage: Stage,
  stands: readonly Stand[],
  measures: readonly Measure[],
  rounds: number,
  say: (line: string) => void,
): Promise<readonly Result[]> {
  const taken = new Map(measures.map((measure) => [measure, new Map<string, number[]>()]))
  for (const measure of measures) {
    for (const stand of of(measure, stands)) await measure.prepare?.(stand)
  }
  for (let round = 0; round <= rounds; round += 1) {
    for (const [measure, samples] of taken) {
      for (const stand of shuffled(of(measure, stands))) {
        const ms = await measure.sample(stand, stage)
        if (round > 0) samples.set(stand.name, [...(samples.get(stand.name) ?? []), ms])
      }
    }
    say(round === 0 ? 'warmed up' : `round ${round} of ${rounds}`)
  }
  return [...taken].map(([measure, samples]) => ({ measure, costs: costsOf(measure, samples) }))
}

const of = ({ subjects }: Measure, stands: readonly Stand[]): Stand[] =>
  stands.filter(({ name }) => subjects.includes(name))

/** `took`: subject → ms, by round. */
export function costsOf({ floor }: Question, took: ReadonlyMap<string, readonly number[]>): Cost[] {
  const base = took.get(floor) ?? []
  return [...took].map(([subject, all]) => {
    const ratios = all.map((ms, round) => ms / (base[round] ?? Number.NaN))
    return { subject, ms: median(all), ratio: median(ratios), spread: [quantile(ratios, 0.25), quantile(ratios, 0.75)] }
  })
}
