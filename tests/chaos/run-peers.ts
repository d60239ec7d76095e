import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { format, resolveConfig } from 'prettier'
import { findBrowser } from '../../scripts/find-browser.mjs'
import { under } from '../../scripts/places.ts'
import { runCampaign } from './campaign.ts'
import { between, comparison, type Compared } from './comparison.ts'
import { rulesByAge } from './rules.ts'
import { ours, peers } from './subjects.ts'
import { described, tooLittle } from './summary.ts'

/** `npm run chaos:peers -- --minutes 2 --seed 1`: the same schedule over each worker, and a table of what came of it. */
const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '2' }, seed: { type: 'string', default: '1' } },
})
const [minutes, seed] = [Number(values.minutes), Number(values.seed)]
if (!(minutes > 0)) throw new Error(`--minutes is "${values.minutes}"; it must be a number above 0.`)

const PAGE = under('docs/guarantees.md')
const executable = await findBrowser()
const compared: Compared[] = []
let isFine = true
for (const subject of [ours(), ...peers]) {
  console.log(`${subject.name}: ${minutes} min from seed ${seed}`)
  const say = (line: string): void => console.log(line)
  const options = { subject, executable, seed, minutes, rules: rulesByAge, isComparison: true, say }
  const { summary, violations, problems } = await runCampaign(options)
  for (const line of described(summary)) console.log(`  ${line}`)
  for (const problem of problems.slice(0, 10)) console.log(`  ${problem}`)
  const missing = tooLittle(summary, { isOurs: false })
  for (const line of missing) console.log(`  Too little: ${line}.`)
  const first = new Map(violations.map(({ guarantee, story }) => [guarantee, story]))
  for (const story of first.values()) console.log(`  e.g. ${story}`)
  isFine &&= problems.length === 0 && missing.length === 0
  compared.push({ name: subject.name, summary, missing })
}

const command = `npm run chaos:peers -- --minutes ${minutes} --seed ${seed}`
const table = comparison(compared, { command, date: new Date().toISOString().slice(0, 10) })
const page = between(await readFile(PAGE, 'utf8'), 'peers', table)
await writeFile(PAGE, await format(page, { ...(await resolveConfig(PAGE)), filepath: PAGE }))
console.log(`\n${table}\n\nWritten into docs/guarantees.md.`)
// A comparison with less than was promised would compare nothing.
process.exitCode = isFine ? 0 : 1
