import './check-node.mjs'
import { rmSync } from 'node:fs'
import { ensureInstalled } from './install.mjs'
import { counted, playwrightCounts, reportFile, vitestCounts } from './test-counts.mjs'
import { testOnPostgres } from './test-postgres.mjs'
import { run, runTool, say, seconds, step, StepFailed } from './steps.mjs'

const reporters = ['--reporter=default', '--reporter=json']
let ranOnPostgres = true
const fix = 'mend what it reports above, then'

/**
 * Everything that must hold, in this order; the first failure ends it.
 *
 * @type {{ name: string, work: () => Promise<unknown>, counts?: () => import('./test-counts.mjs').Counts | undefined }[]}
 */
const steps = [
  { name: 'Format', work: () => runTool(['prettier', '--check', '.'], 'Format: run npm run format.') },
  {
    name: 'Lint',
    work: () => runTool(['oxlint', '--type-aware', '--deny-warnings'], `Lint: ${fix} run npm run lint.`),
  },
  { name: 'Types', work: () => runTool(['tsc', '-b'], `Types: ${fix} run npm run types.`) },
  {
    name: 'Unit tests',
    work: () =>
      runTool(
        ['vitest', 'run', '--project', 'node', ...reporters, `--outputFile.json=${reportFile('unit')}`],
        `Unit tests: ${fix} run npm run test:unit.`,
      ),
    counts: () => vitestCounts('unit'),
  },
  {
    name: 'Server tests on PostgreSQL',
    work: async () => {
      ranOnPostgres = await testOnPostgres([...reporters, `--outputFile.json=${reportFile('postgres')}`])
    },
    // Where there is no such server there is nothing to count, and the step has said so.
    counts: () => (ranOnPostgres ? vitestCounts('postgres') : undefined),
  },
  { name: 'Model', work: checkModel },
  { name: 'Browser', work: prepareBrowser },
  {
    name: 'Browser tests',
    work: () =>
      runTool(
        ['vitest', 'run', '--project', 'browser', ...reporters, `--outputFile.json=${reportFile('browser')}`],
        `Browser tests: ${fix} run npm run test:browser.`,
      ),
    counts: () => vitestCounts('browser'),
  },
  {
    name: 'Build',
    work: () => run([process.execPath, '--import', 'tsx', 'scripts/build.ts'], `Build: ${fix} run npm run build.`),
  },
  {
    name: 'Size',
    work: () => run([process.execPath, '--import', 'tsx', 'scripts/size.ts'], `Size: ${fix} run npm run size.`),
  },
  {
    name: 'Package',
    work: () => run([process.execPath, 'scripts/package.mjs'], `Package: ${fix} run npm run package.`),
  },
  {
    name: 'End-to-end tests',
    work: () =>
      runTool(
        ['playwright', 'test', '--reporter=list,json'],
        `End-to-end tests: ${fix} run npm run test:e2e; traces are in test-results/.`,
        { PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile('e2e') },
      ),
    counts: () => playwrightCounts('e2e'),
  },
  {
    name: 'Examples',
    work: () =>
      runTool(
        ['playwright', 'test', '--config', 'tests/examples/playwright.config.ts', '--reporter=list,json'],
        `Examples: ${fix} run npm run test:examples.`,
        { PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile('examples') },
      ),
    counts: () => playwrightCounts('examples'),
  },
  {
    name: 'Chaos',
    work: () =>
      run(
        [process.execPath, '--import', 'tsx', 'tests/chaos/run.ts', '--minutes', '1', '--seed', '1'],
        `Chaos: ${fix} run npm run chaos.`,
      ),
  },
]

/** SPIN is small, and is fetched where that asks nobody; where it can't be had, the model says so and is left out. */
async function checkModel() {
  const { installFromSystem, isRoot, onPath } = await import('./system-packages.mjs')
  const isThere = ['spin', 'gcc'].every(onPath)
  if (isRoot() && !isThere) installFromSystem('SPIN', { 'apt-get': ['spin', 'gcc', 'libc6-dev'] })
  await run([process.execPath, '--import', 'tsx', 'tests/model/run.ts'], `Model: ${fix} run npm run model.`)
}

/** What is found is handed down, so that nobody looks twice. */
async function prepareBrowser() {
  const { findBrowser } = await import('./find-browser.mjs')
  try {
    process.env['CHROMIUM_PATH'] = await findBrowser()
  } catch (error) {
    throw new StepFailed(error instanceof Error ? error.message : String(error))
  }
  say(`  ${process.env['CHROMIUM_PATH']}`)
}

const began = performance.now()
const total = { passed: 0, failed: 0, skipped: 0 }
let problem = ''
for (const name of ['unit', 'postgres', 'browser', 'e2e', 'examples']) rmSync(reportFile(name), { force: true })

try {
  await ensureInstalled()
  for (const { name, work, counts } of steps) await step(name, () => counted(work, counts, total))
} catch (error) {
  if (total.failed === 0) total.failed = 1
  problem = error instanceof StepFailed ? error.message : String(error instanceof Error ? error.stack : error)
  process.exitCode = 1
}

say(`\n${problem === '' ? 'Everything holds' : problem} (${seconds(began)} in all)`)
if (total.skipped > 0) say(`${total.skipped} skipped`)
say(`${total.passed} passed, ${total.failed} failed`)
