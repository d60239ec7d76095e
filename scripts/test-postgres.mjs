import { pathToFileURL } from 'node:url'
import { startPostgres } from './find-postgres.mjs'
import { fail, runTool, say, StepFailed } from './steps.mjs'

/**
 * Runs the server's tests once more, on a PostgreSQL server: the one that TEST_DATABASE_URL names, in which each test
 * file makes a database of its own, else one that lives as long as they run.
 *
 * @param {readonly string[]} [options] for Vitest
 * @returns {Promise<boolean>} false where there is no server to be had; that is said, in one line
 */
export async function testOnPostgres(options = []) {
  const named = process.env['TEST_DATABASE_URL']
  const found = named ? { url: named, stop: () => undefined } : await startPostgres()
  if (typeof found === 'string') {
    say(`  Not run: ${found}. The embedded PostgreSQL alone was tested; TEST_DATABASE_URL names a server to test on.`)
    return false
  }
  try {
    await runTool(
      ['vitest', 'run', '--project', 'node', 'tests/server', ...options],
      'Server tests on PostgreSQL: mend what it reports above, then run npm run test:postgres.',
      { TEST_DATABASE_URL: found.url },
    )
    return true
  } finally {
    found.stop()
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    if (!(await testOnPostgres(process.argv.slice(2))))
      throw new StepFailed('There is no PostgreSQL server to test on.')
  } catch (error) {
    fail(error)
  }
}
