import { firefoxHere, webkitBrowser } from './engine-places.mjs'
import { findBrowser } from './find-browser.mjs'
import { say } from './steps.mjs'
import { installFromSystem } from './system-packages.mjs'

/** The engines that `npm run test:browsers` needs: Chromium, Firefox and WebKit, as the system has them. */
if (!firefoxHere()) installFromSystem('Firefox', { 'apt-get': ['firefox-esr'] })
if (!webkitBrowser()) installFromSystem('WebKitGTK', { 'apt-get': ['webkit2gtk-driver', 'xvfb', 'xauth'] })

const found = { Chromium: await findBrowser(), Firefox: firefoxHere(), WebKit: webkitBrowser()?.browser }
const missing = Object.entries(found).filter(([, path]) => path === undefined)
for (const [engine, path] of Object.entries(found)) if (path) say(`${engine}: ${path}`)
if (missing.length > 0) {
  const names = missing.map(([engine]) => engine).join(' and ')
  console.error(
    `No ${names} here, and none that can be installed: on Debian, apt-get install firefox-esr webkit2gtk-driver xvfb xauth.`,
  )
  process.exitCode = 1
}
