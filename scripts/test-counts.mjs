import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, StepFailed } from './steps.mjs'

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** @param {string} name */
export const reportFile = (name) => join(root, '.cache/reports', `${name}.json`)

/** @param {string} name @returns {any} */
function read(name) {
  const file = reportFile(name)
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
}

/** @param {string} name @returns {Counts} */
export function vitestCounts(name) {
  const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 } = read(name)
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests }
}

/** A test that passes only when it is tried again is a failed one. @param {string} name @returns {Counts} */
export function playwrightCounts(name) {
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = read(name).stats ?? {}
  return { passed: expected, failed: unexpected + flaky, skipped }
}

/**
 * Does the work, and adds what was counted to the total, also when the work fails. A step that should count tests and
 * has none has failed: it looked in the wrong place.
 *
 * @param {() => Promise<unknown>} work
 * @param {(() => Counts | undefined) | undefined} counts undefined from it: there was nothing to count here
 * @param {Counts} total
 */
export async function counted(work, counts, total) {
  let error
  try {
    await work()
  } catch (thrown) {
    error = thrown
  }
  const counting = counts?.()
  const found = counting ?? { passed: 0, failed: 0, skipped: 0 }
  total.passed += found.passed
  total.failed += found.failed
  total.skipped += found.skipped
  if (error !== undefined) throw error
  if (counting && found.passed === 0)
    throw new StepFailed('No test ran where there must be some: look at the file patterns.')
  if (found.failed > 0) throw new StepFailed(`${found.failed} failed.`)
}
