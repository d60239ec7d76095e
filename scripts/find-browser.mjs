import { existsSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { browserHere, playwrightBrowser, starts, systemBrowser } from './browser-places.mjs'
import { say, seconds } from './steps.mjs'
import { installFromSystem, isRoot, onPath, tryRun } from './system-packages.mjs'

/** What Chromium is called in each system's package manager. */
const chromium = {
  'apt-get': ['chromium'],
  dnf: ['chromium'],
  pacman: ['chromium'],
  apk: ['chromium'],
  brew: ['--cask', 'chromium'],
}

const fromPackageManager = () => (installFromSystem('Chromium', chromium) ? systemBrowser() : undefined)

function fromPlaywright() {
  const cli = fileURLToPath(new URL('../node_modules/playwright/cli.js', import.meta.url))
  if (!existsSync(cli)) return undefined
  say("Downloading Playwright's Chromium.")
  // Its libraries too, where they can be had; if they can't, they may be there already.
  if (isRoot() && onPath('apt-get')) tryRun([process.execPath, cli, 'install-deps', 'chromium'])
  tryRun([process.execPath, cli, 'install', '--no-shell', 'chromium'], {
    PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '15000',
  })
  return playwrightBrowser()
}

/**
 * The Chromium or Chrome that the tests run in; installs one where there is none. Root on Linux is a container or a CI
 * machine: there the system's package comes first, because it brings its libraries. Elsewhere Playwright's download
 * does, because it leaves the system alone.
 *
 * @returns {Promise<string>} where it is
 */
export async function findBrowser() {
  const named = process.env['CHROMIUM_PATH']
  if (named && !starts(named)) {
    throw new Error(`CHROMIUM_PATH is ${named}, which is not a browser that starts: correct it, or unset it.`)
  }
  const here = await browserHere()
  if (here) return here

  say('No Chromium or Chrome here.')
  const ways = isRoot() ? [fromPackageManager, fromPlaywright] : [fromPlaywright, fromPackageManager]
  for (const way of ways) {
    const began = performance.now()
    const found = await way()
    if (found) {
      say(`Got ${found} in ${seconds(began)}.`)
      return found
    }
  }
  throw new Error('No Chromium or Chrome: install one, or set CHROMIUM_PATH to where it is, and run this again.')
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    say(`Browser: ${await findBrowser()}`)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
