import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, run, step } from './steps.mjs'

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, os?: string[], cpu?: string[] }} Package
 * @typedef {{ packages: Record<string, Package> }} Lock
 */

/** @param {string} file @returns {Lock | undefined} */
function readLock(file) {
  const path = join(root, file)
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
}

/** @param {Package} found */
const isForThisSystem = ({ os, cpu }) =>
  (os === undefined || os.includes(process.platform)) && (cpu === undefined || cpu.includes(process.arch))

/**
 * Whether `node_modules` holds exactly what the lock says. npm writes down what it installed when it is done, so neither
 * an interrupted installation nor one copied from another system passes.
 *
 * @param {Lock} wanted
 * @param {Lock | undefined} installed
 */
export function isInstalled(wanted, installed) {
  if (installed === undefined) return false
  return Object.entries(wanted.packages).every(([place, { version, integrity, optional }]) => {
    const found = installed.packages[place]
    if (found === undefined) return place === '' || optional === true
    return found.version === version && found.integrity === integrity && isForThisSystem(found)
  })
}

/** Runs `npm ci` where what is installed is not what the lock says. */
export async function ensureInstalled() {
  const wanted = readLock('package-lock.json')
  if (wanted && isInstalled(wanted, readLock('node_modules/.package-lock.json'))) return
  await step('Installing dependencies (npm ci)', () =>
    run(
      [...npm(), 'ci', '--include=dev', '--no-audit', '--no-fund'],
      'Installing failed: see what npm says above; is the package registry reachable? Then run this again.',
    ),
  )
}

/** @returns {[string, ...string[]]} */
function npm() {
  const running = process.env['npm_execpath']
  // By its script where we know it: on Windows `npm` is a batch file, which only a shell can run.
  return running?.includes('npm-cli') ? [process.execPath, running] : ['npm']
}
