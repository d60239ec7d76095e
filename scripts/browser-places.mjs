import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']

/**
 * Where Chromium or Chrome usually is, best first, whether or not it is there.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {string[]}
 */
function usualPlaces(env) {
  if (process.platform === 'darwin') {
    const folders = ['/Applications', join(env['HOME'] ?? '/', 'Applications')]
    const apps = ['Chromium.app/Contents/MacOS/Chromium', 'Google Chrome.app/Contents/MacOS/Google Chrome']
    return [...onPath(env), ...folders.flatMap((folder) => apps.map((app) => join(folder, app)))]
  }
  if (process.platform === 'win32') {
    const folders = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']].filter((folder) => folder)
    const apps = ['Chromium\\Application\\chrome.exe', 'Google\\Chrome\\Application\\chrome.exe']
    return folders.flatMap((folder) => apps.map((app) => join(folder ?? '', app)))
  }
  return onPath(env)
}

/** @param {NodeJS.ProcessEnv} env */
function onPath(env) {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return names.flatMap((name) => folders.map((folder) => join(folder, name)))
}

/**
 * Whether the file is a browser that starts: Ubuntu's `chromium-browser` is a stub that only says where to get it, and a
 * downloaded Chromium may lack system libraries.
 *
 * @param {string} path
 */
export function starts(path) {
  if (!existsSync(path)) return false
  // There `chrome.exe --version` opens a window.
  if (process.platform === 'win32') return true
  const { status, stdout } = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 60_000, stdio: 'pipe' })
  return status === 0 && /chrom/i.test(stdout)
}

/**
 * The system's browser, if it has one.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | undefined}
 */
export function systemBrowser(env = process.env) {
  return usualPlaces(env).find(starts)
}

/**
 * The Chromium that Playwright has downloaded for itself, if it has.
 *
 * @returns {Promise<string | undefined>}
 */
export async function playwrightBrowser() {
  try {
    const { chromium } = await import('playwright')
    const path = chromium.executablePath()
    return starts(path) ? path : undefined
  } catch {
    // Not installed yet, or not for this system.
    return undefined
  }
}

/**
 * A Chromium that is already on this machine. `CHROMIUM_PATH` has the first word, and the last.
 *
 * @returns {Promise<string | undefined>}
 */
export async function browserHere() {
  const named = process.env['CHROMIUM_PATH']
  if (named) return named
  return systemBrowser() ?? (await playwrightBrowser())
}
