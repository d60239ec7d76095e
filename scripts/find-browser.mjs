import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { browserHere, playwrightBrowser, starts, systemBrowser } from './browser-places.mjs'
import { say, seconds } from './steps.mjs'

/** Each of these gets Chromium from the system; the first that is on the PATH is asked. */
const managers = [
  {
    name: 'apt-get',
    commands: [
      ['apt-get', '-o', 'DPkg::Lock::Timeout=120', 'update', '-q'],
      ['apt-get', '-o', 'DPkg::Lock::Timeout=120', 'install', '-q', '-y', '--no-install-recommends', 'chromium'],
    ],
  },
  { name: 'dnf', commands: [['dnf', 'install', '-y', 'chromium']] },
  { name: 'pacman', commands: [['pacman', '-Sy', '--noconfirm', 'chromium']] },
  { name: 'apk', commands: [['apk', 'add', '--no-cache', 'chromium']] },
  { name: 'brew', commands: [['brew', 'install', '--cask', 'chromium']] },
]

/** @param {string} name */
const onPath = (name) =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, name)))

/** @param {readonly string[]} command @param {NodeJS.ProcessEnv} [env] */
function run([command = '', ...args], env = {}) {
  say(`  ${[command, ...args].join(' ')}`)
  const { status } = spawnSync(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: 600_000,
    env: { ...process.env, ...env },
  })
  return status === 0
}

const isRoot = () => process.getuid?.() === 0
const canSudo = () => onPath('sudo') && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0

function fromPackageManager() {
  const manager = managers.find(({ name }) => onPath(name))
  if (!manager) return undefined
  const sudo = isRoot() || manager.name === 'brew' ? [] : ['sudo', '-n']
  if (sudo.length > 0 && !canSudo()) return undefined
  say(`Installing Chromium with ${manager.name}.`)
  for (const command of manager.commands) {
    // A package list that can't be refreshed may still do.
    const done = run([...sudo, ...command], { DEBIAN_FRONTEND: 'noninteractive' })
    if (!done && !command.includes('update')) return undefined
  }
  return systemBrowser()
}

function fromPlaywright() {
  const cli = fileURLToPath(new URL('../node_modules/playwright/cli.js', import.meta.url))
  if (!existsSync(cli)) return undefined
  say("Downloading Playwright's Chromium.")
  // Its libraries too, where they can be had; if they can't, they may be there already.
  if (isRoot() && onPath('apt-get')) run([process.execPath, cli, 'install-deps', 'chromium'])
  run([process.execPath, cli, 'install', '--no-shell', 'chromium'], { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '15000' })
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
