import { mkdir, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { findBrowser } from '../../scripts/find-browser.mjs'
import { under } from '../../scripts/places.ts'
import { faults } from './faults.ts'
import { runCampaign } from './campaign.ts'
import { ours } from './subjects.ts'
import { described, tooLittle } from './summary.ts'
import { rules } from './rules.ts'

/**
 * `npm run chaos -- --minutes 10 --seed 1`: real pages in a real browser, whose worker is stopped again and again, with
 * all that can happen to a browser beside. `--fault "no change fence"` breaks the worker first: then it must fail.
 */
const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '1' }, seed: { type: 'string' }, fault: { type: 'string' } },
})
const minutes = Number(values.minutes)
if (!(minutes > 0)) throw new Error(`--minutes is "${values.minutes}"; it must be a number above 0.`)
const seed = Number(values.seed ?? Date.now() % 1_000_000_000)
const fault = faults.find(({ name }) => values.fault !== undefined && name.includes(values.fault))
if (values.fault !== undefined && !fault) throw new Error(`No fault has "${values.fault}" in its name.`)

console.log(`Chaos for ${minutes} min from seed ${seed}${fault ? `, with a fault: ${fault.name}` : ''}`)
const executable = await findBrowser()
const say = (line: string): void => console.log(line)
const { summary, violations, problems, histories } = await runCampaign({
  subject: ours(fault),
  executable,
  seed,
  minutes,
  rules,
  say,
})

const SHOWN = 20
for (const { story } of violations.slice(0, SHOWN)) console.log(story)
if (violations.length > SHOWN) console.log(`and ${violations.length - SHOWN} more`)
for (const problem of problems.slice(0, SHOWN)) console.log(problem)
if (histories.length > 0) {
  await mkdir(under('.cache'), { recursive: true })
  await writeFile(under('.cache/chaos-histories.json'), JSON.stringify(histories))
  console.log('The histories that hold them are in .cache/chaos-histories.json.')
}
for (const line of described(summary)) console.log(line)
const missing = tooLittle(summary)
for (const line of missing) console.log(`Too little: ${line}.`)

const isFine = violations.length === 0 && problems.length === 0 && missing.length === 0
console.log(isFine ? `No violation (seed ${seed}).` : `It does not hold (seed ${seed}).`)
process.exitCode = isFine ? 0 : 1
