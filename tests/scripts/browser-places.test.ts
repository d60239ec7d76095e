import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { systemBrowser } from '../../scripts/browser-places.mjs'

const onPosix = test.skipIf(process.platform === 'win32')

onPosix(
  'takes the first browser on the PATH that starts, and passes over a stub that only says where to get it',
  () => {
    const folder = folderWith({
      chromium: 'exit 1',
      'chromium-browser': 'echo get it elsewhere',
      chrome: 'echo Chrome 1',
    })

    expect(systemBrowser({ PATH: folder })).toBe(join(folder, 'chrome'))
  },
)

onPosix('prefers Chromium to Chrome, wherever on the PATH each is', () => {
  const chrome = folderWith({ 'google-chrome': 'echo Google Chrome 1' })
  const chromium = folderWith({ chromium: 'echo Chromium 1' })

  expect(systemBrowser({ PATH: [chrome, chromium].join(delimiter) })).toBe(join(chromium, 'chromium'))
})

test.runIf(process.platform === 'linux')('finds none where there is none', () => {
  expect(systemBrowser({ PATH: folderWith({}) })).toBeUndefined()
})

/** A folder of executable scripts, for the time of the test. */
function folderWith(scripts: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'payment-sync-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`)
    chmodSync(join(folder, name), 0o755)
  }
  return folder
}
