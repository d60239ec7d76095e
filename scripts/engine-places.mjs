import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { onPath } from './system-packages.mjs'

/** @param {readonly string[]} names */
const whereIs = (names) =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => existsSync(path))

/** Firefox, where the system has it. */
export const firefoxHere = () => process.env['FIREFOX_PATH'] ?? whereIs(['firefox-esr', 'firefox'])

/** WebKit's own small browser is not on the PATH: it lies with its library. */
function miniBrowser() {
  const listed = spawnSync('dpkg', ['-L', 'libwebkit2gtk-4.1-0'], { encoding: 'utf8' }).stdout ?? ''
  return listed.split('\n').find((path) => path.endsWith('/MiniBrowser'))
}

/**
 * WebKitGTK with what drives it, where the system has them.
 *
 * @returns {{ driver: string, browser: string } | undefined}
 */
export function webkitBrowser() {
  const [driver, browser] = [whereIs(['WebKitWebDriver']), miniBrowser()]
  return driver && browser && onPath('xvfb-run') ? { driver, browser } : undefined
}
