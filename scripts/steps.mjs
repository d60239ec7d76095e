import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The top of the repository. */
export const root = fileURLToPath(new URL('..', import.meta.url))

/** What went wrong, and what to do about it, in one line for people. */
export class StepFailed extends Error {}

/**
 * How long it has been, for people.
 *
 * @param {number} began from `performance.now()`
 */
export function seconds(began) {
  return `${((performance.now() - began) / 1_000).toFixed(1)} s`
}

/** @param {string} line */
export const say = (line) => process.stdout.write(`${line}\n`)

/**
 * Says what is being done, and how long it took.
 *
 * @template Result
 * @param {string} name
 * @param {() => Result | Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function step(name, work) {
  const began = performance.now()
  say(`\n▸ ${name}`)
  try {
    const result = await work()
    say(`✓ ${name} (${seconds(began)})`)
    return result
  } catch (error) {
    say(`✗ ${name} (${seconds(began)})`)
    throw error
  }
}

/**
 * Runs a command to its end, with its output on ours, and no input.
 *
 * @param {readonly [string, ...string[]]} command
 * @param {string} whatToDo one line, if it fails
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<void>}
 */
export function run([command, ...args], whatToDo, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    })
    child.once('error', (error) => reject(new StepFailed(`${error.message}: ${whatToDo}`)))
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new StepFailed(whatToDo))))
  })
}

/**
 * Runs a tool that npm installed, with this very Node: no shell, no PATH.
 *
 * @param {readonly [string, ...string[]]} command
 * @param {string} whatToDo
 * @param {NodeJS.ProcessEnv} [env]
 */
export function runTool([tool, ...args], whatToDo, env = {}) {
  return run([process.execPath, binOf(tool), ...args], whatToDo, env)
}

/** @param {string} tool the name of its command, and of its package where {@link packages} does not say otherwise */
function binOf(tool) {
  const packageFile = join(root, 'node_modules', packages[tool] ?? tool, 'package.json')
  /** @type {{ bin: string | Record<string, string> }} */
  const { bin } = createRequire(import.meta.url)(packageFile)
  const file = typeof bin === 'string' ? bin : bin[tool]
  if (file === undefined) throw new StepFailed(`${packageFile} has no command ${tool}: run npm ci.`)
  return join(dirname(packageFile), file)
}

/** @type {Readonly<Record<string, string>>} */
const packages = { tsc: 'typescript', playwright: '@playwright/test', attw: '@arethetypeswrong/cli' }

/**
 * Ends with one line that says what failed and what to do.
 *
 * @param {unknown} error
 */
export function fail(error) {
  console.error(error instanceof StepFailed ? `\n${error.message}` : error)
  process.exitCode = 1
}
