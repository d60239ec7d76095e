import { readFileSync } from 'node:fs'
import { startVitest } from 'vitest/node'
import { under } from './places.ts'
import type { Fault } from '../tests/simulation/faults/fault.ts'
import { faults } from '../tests/simulation/faults.ts'

/** `npm run simulate:faults -- join` breaks the worker in each of the listed ways (those with the word), as it is loaded. */
const word = process.argv[2] ?? ''
const chosen = faults.filter(({ name }) => name.includes(word))

/** What became of one fault, in a word or two; caught is the empty string. */
async function survives({ file, find, replace, caughtBy }: Fault): Promise<string> {
  const path = under(file)
  const matches = readFileSync(path, 'utf8').split(find).length - 1
  if (matches !== 1) return `stands there ${matches} times`
  const states = await play(caughtBy, (code, id) => (id === path ? code.replace(find, () => replace) : undefined))
  if (states.length !== 1) return `${states.length} tests have that title`
  return states[0] === 'failed' ? '' : 'SURVIVES'
}

const escaped = (title: string): string => title.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)

/** The outcome of the tests of that title; of all without one. */
async function play(title?: string, transform?: (code: string, id: string) => string | undefined): Promise<string[]> {
  const vitest = await startVitest(
    'test',
    ['tests/simulation/'],
    {
      config: false,
      root: under('.'),
      watch: false,
      // A fault may make the worker wait for ever; a story takes a few ms.
      testTimeout: 2_000,
      ...(title !== undefined && { testNamePattern: new RegExp(`^${escaped(title)}$`) }),
      include: ['tests/simulation/*.test.ts'],
      exclude: ['**/random.test.ts'],
      maxWorkers: 1,
      isolate: false,
      reporters: [{}],
    },
    { plugins: transform ? [{ name: 'fault', enforce: 'pre', transform }] : [], logLevel: 'silent' },
  )
  const tests = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()])
  await vitest.close()
  // A test that the pattern leaves out is skipped.
  return tests.map((test) => test.result().state).filter((state) => state !== 'skipped')
}

// A test that fails in any case would catch everything.
let problems = (await play()).filter((state) => state === 'failed').length
if (problems > 0) console.error(`Without any fault ${problems} tests fail.`)
const broken = problems
for (const fault of chosen) {
  const began = performance.now()
  const problem = await survives(fault)
  const ms = Math.round(performance.now() - began)
  if (problem !== '') problems += 1
  console.log(
    `${(problem || 'caught').padEnd(9)} ${String(ms).padStart(5)} ms  ${fault.name} (${fault.file}); ${fault.caughtBy}`,
  )
}
console.log(`${chosen.length - problems + broken} of ${chosen.length} faults were caught.`)
process.exitCode = problems > 0 ? 1 : 0
