import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { faults } from '../tests/simulation/faults.ts'
import { chaseFault, type Chased } from './simulation/chase-fault.ts'
import { playStories } from './simulation/play-stories.ts'

/**
 * `npm run simulate:faults -- join` breaks the worker in each of the listed ways (those with the word), as it is loaded, and
 * tells which of the tests notice: the story that it brings back, which must, and random histories.
 * `--random 0` leaves it at the stories, `--sweep 2` stops the worker at each call of a port in two scenarios besides, which has
 * found nothing that the others didn't; `--from 40` goes on with the fortieth; `--workers 1` takes one at a time.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    random: { type: 'string', default: '400' },
    sweep: { type: 'string', default: '0' },
    from: { type: 'string', default: '1' },
    workers: { type: 'string', default: String(availableParallelism()) },
  },
})
const limits = { random: Number(values.random), sweep: Number(values.sweep) }
const [word = ''] = positionals
const chosen = faults.filter(({ name }) => name.includes(word)).slice(Number(values.from) - 1)

// A test that fails in any case would catch everything.
const broken = (await playStories()).filter((state) => state === 'failed').length
if (broken > 0) console.error(`Without any fault ${broken} tests fail.`)

const found: Chased[] = []
const left = chosen.entries()
const began = performance.now()
await Promise.all(Array.from({ length: Number(values.workers) }, chase))
console.log(`${Math.round((performance.now() - began) / 1_000)} s in all.`)

const by = (which: (chased: Chased) => boolean): string => `${found.filter(which).length} of ${found.length}`
console.log(`${by(({ problem }) => problem === '')} faults were caught by their story.`)
if (limits.random > 0) console.log(`${by(({ random }) => random !== undefined)} by random histories.`)
if (limits.sweep > 0)
  console.log(`${by(({ random, sweep }) => (random ?? sweep) !== undefined)} by those or the sweep.`)
process.exitCode = broken > 0 || found.some(({ problem }) => problem !== '') ? 1 : 0

function told({ problem, random, sweep }: Chased): string {
  const ways = [
    problem === '' && 'its story',
    random !== undefined && `random history ${random}`,
    sweep !== undefined && `swept history ${sweep}`,
  ].filter((way) => way !== false)
  return problem === ''
    ? `caught by ${ways.join(', ')}`
    : `${problem}${ways.length > 0 ? `, but caught by ${ways.join(', ')}` : ''}`
}

/** One after the other, until none is left: several do so at once. */
async function chase(): Promise<void> {
  for (const [at, fault] of left) {
    const from = performance.now()
    const chased = await chaseFault(fault, limits)
    found.push(chased)
    const seconds = ((performance.now() - from) / 1_000).toFixed(1)
    console.log(
      `${at + Number(values.from)}. ${told(chased)} (${seconds} s): ${fault.name} (${fault.file}); ${fault.caughtBy}`,
    )
  }
}
