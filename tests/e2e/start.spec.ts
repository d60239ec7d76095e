import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, test } from '@playwright/test'
import { root } from '../../scripts/places.ts'

test('npm start serves the demo under its worker, and Ctrl-C ends it', async ({ page }) => {
  const env = { ...process.env, PORT: '0', DATA_DIR: 'memory' }
  const started = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(started, 'exit')
  try {
    await page.goto(await addressIn(started.stdout))
    const script = await page.evaluate(async () => (await navigator.serviceWorker.ready).active?.scriptURL)
    expect(script).toMatch(/\/sw\.js$/)

    started.kill('SIGINT')
    expect(await ended).toEqual([0, null])
  } finally {
    started.kill('SIGKILL')
  }
})

/** What the server prints once it listens. */
async function addressIn(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const [address] = /http:\/\/localhost:\d+/.exec(line) ?? []
    if (address !== undefined) return address
  }
  throw new Error('It ended without an address.')
}
