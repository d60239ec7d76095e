import { parseArgs } from 'node:util'
import { describe, simulate } from '../tests/simulation/random/simulate.ts'

/** `npm run simulate -- --runs 10000 --seed 1`: random histories of the worker's own code, until one breaks a promise. */
const { values } = parseArgs({ options: { runs: { type: 'string', default: '10000' }, seed: { type: 'string' } } })
const runs = Number(values.runs)
// Told below, so that whatever is found can be found again.
const from = Number(values.seed ?? Date.now() % 1_000_000_000)

const began = performance.now()
const failure = await simulate({ from, runs })
const seconds = (performance.now() - began) / 1_000
if (failure) {
  console.error(describe(failure))
  process.exitCode = 1
} else {
  const perSecond = Math.round(runs / seconds)
  console.log(`${runs} histories from seed ${from} keep every promise (${perSecond} a second).`)
}
