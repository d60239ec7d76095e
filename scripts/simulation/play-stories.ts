import { readdirSync, readFileSync } from 'node:fs'
import type { Plugin } from 'vite'
import { startVitest } from 'vitest/node'
import { under } from '../places.ts'

const folder = 'tests/simulation'
const escaped = (title: string): string => title.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)

/** The file that has a test of that title; all of them for one whose title is put together as it runs. */
function filesWith(title: string): string[] {
  const files = readdirSync(under(folder)).filter((file) => file.endsWith('.test.ts'))
  const having = files.filter((file) => readFileSync(under(`${folder}/${file}`), 'utf8').includes(title))
  return (having.length > 0 ? having : ['']).map((file) => `${folder}/${file}`)
}

/**
 * The outcome of the tests of that title; of all stories without one.
 *
 * @param plugins what is done to each file as it is loaded
 */
export function playStories(title?: string, plugins: Plugin[] = []): Promise<string[]> {
  const played = last.then(() => play(title, plugins))
  last = played.catch(() => undefined)
  return played
}

/** One process has one Vitest at a time. */
let last: Promise<unknown> = Promise.resolve()

async function play(title: string | undefined, plugins: Plugin[]): Promise<string[]> {
  const vitest = await startVitest(
    'test',
    title === undefined ? [`${folder}/`] : filesWith(title),
    {
      config: false,
      root: under('.'),
      watch: false,
      // A fault may make the worker wait for ever; a story takes a few ms, and on a busy machine longer.
      testTimeout: 10_000,
      ...(title !== undefined && { testNamePattern: new RegExp(`^${escaped(title)}$`) }),
      include: [`${folder}/*.test.ts`],
      exclude: ['**/random.test.ts', '**/swept.test.ts'],
      maxWorkers: 1,
      isolate: false,
      reporters: [{}],
    },
    { plugins, logLevel: 'silent' },
  )
  const tests = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()])
  await vitest.close()
  // A test that the pattern leaves out is skipped.
  return tests.map((test) => test.result().state).filter((state) => state !== 'skipped')
}
