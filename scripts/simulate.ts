import { rmSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { bundleSimulation } from './simulation/bundle-simulation.ts'
import { campaign } from './simulation/campaign.ts'

/**
 * `npm run simulate -- --runs 10000 --seed 1 --workers 2`: random histories of the worker's own code, until one breaks a
 * promise. `npm run simulate:sweep` stops the worker at every call of a port of each seed's scenario in turn.
 */
const { values } = parseArgs({
  options: {
    runs: { type: 'string' },
    seed: { type: 'string' },
    workers: { type: 'string', default: '1' },
    sweep: { type: 'boolean', default: false },
  },
})
const runs = Number(values.runs ?? (values.sweep ? 100 : 10_000))
// Told below, so that whatever is found can be found again.
const from = Number(values.seed ?? Date.now() % 1_000_000_000)
const workers = Number(values.workers)
for (const [name, number] of Object.entries({ runs, seed: from, workers })) {
  if (!Number.isSafeInteger(number) || number < (name === 'seed' ? 0 : 1))
    throw new Error(`--${name} must be a whole number`)
}

const script = await bundleSimulation(`simulation-${process.pid}`)
const began = performance.now()
let told = began
const seconds = (): number => (performance.now() - began) / 1_000
const { tally, failure } = await campaign(script, {
  how: values.sweep ? 'sweep' : 'random',
  from,
  runs,
  workers,
  onProgress: ({ histories }) => {
    if (performance.now() - told < 10_000) return
    told = performance.now()
    console.log(
      `  ${histories} histories in ${Math.round(seconds())} s (${Math.round(histories / seconds())} a second)`,
    )
  },
})
rmSync(script)
const { histories, ...parts } = tally
const means = Object.entries(parts).map(([name, all]) => `${(all / histories).toFixed(1)} ${name}`)
if (failure === undefined) {
  const what = `seeds ${from} to ${from + runs - 1}`
  console.log(`${histories} histories (${what}) keep every promise: ${Math.round(histories / seconds())} a second.`)
  console.log(`One has ${means.join(', ')} on average.`)
} else {
  console.error(failure)
  process.exitCode = 1
}
