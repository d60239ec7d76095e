import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { check, story, type Checked } from './check.ts'
import { variants, type Variant } from './variants.ts'

/**
 * `npm run model` checks every variant of the mechanism, and exits with 1 on any surprise. `-- fence` only those with the
 * word, `-- --trail NAME` tells how one breaks, `-- --large` also those that take minutes, `-- --required` fails where
 * SPIN can't be had.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { required: { type: 'boolean' }, large: { type: 'boolean' }, trail: { type: 'string' } },
})

const missing = ['spin', 'gcc'].filter((tool) => spawnSync(tool, ['--version']).error)
if (missing.length > 0) {
  const get = 'apt-get install spin gcc, or brew install spin gcc'
  console.log(`The model was not checked: ${missing.join(' and ')} can't be found here. To have it: ${get}.`)
  process.exitCode = values.required ? 1 : 0
} else if (values.trail === undefined) await checkAll(chosen(positionals[0] ?? ''))
else await tell(values.trail)

function chosen(word: string): readonly Variant[] {
  return variants.filter(({ name, isLarge }) => name.includes(word) && (!isLarge || values.large))
}

async function checkAll(list: readonly Variant[]): Promise<void> {
  const began = performance.now()
  row('variant', 'states', 'depth', 'ms', 'verdict', 'expected')
  // Two at a time.
  const waiting = [...list]
  let surprises = 0
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) if (!report(next, await check(next))) surprises += 1
  }
  await Promise.all([work(), work()])
  const seconds = ((performance.now() - began) / 1_000).toFixed(1)
  console.log(
    `\n${list.length} variants, ${surprises === 0 ? 'no surprise' : `${surprises} surprising`} (${seconds} s).`,
  )
  if (surprises > 0 || list.length === 0) process.exitCode = 1
}

function report({ name, expected }: Variant, { states, depth, ms, verdict, why }: Checked): boolean {
  const isExpected = verdict === expected
  row(name, String(states), String(depth), String(ms), why, isExpected ? expected : `${expected}: SURPRISE`)
  return isExpected
}

function row(name: string, states: string, depth: string, ms: string, verdict: string, expected: string): void {
  console.log(
    `${name.padEnd(30)}${states.padStart(9)}${depth.padStart(7)}${ms.padStart(7)}  ${verdict.padEnd(18)} ${expected}`,
  )
}

async function tell(name: string): Promise<void> {
  const variant = variants.find((one) => one.name === name)
  const lines = variant && (await story(variant))
  if (lines) console.log(lines.join('\n'))
  else console.error(variant ? `${name} has no counterexample.` : `There is no variant ${name}.`)
  if (!lines) process.exitCode = 1
}
