import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename } from 'node:path'
import { gzipSync } from 'node:zlib'
import { chromium, type Page } from 'playwright'
import { browserHere } from '../../scripts/browser-places.mjs'
import { bundleWorker } from '../../scripts/bundle-worker.ts'
import { unusedCode } from './unused-code.ts'

/**
 * What a stopped worker costs the next request, by how large it is. `node --import tsx tests/bench/worker-start.ts
 * [rounds] [another built worker …]`. In each round every worker is stopped and started once, in random order, so that
 * all share the machine's load; compared is within a round.
 */
const [rounds = '60', ...others] = process.argv.slice(2)

/** One that watches requests and answers none, as ours does with what the policy doesn't name. */
const empty = `
addEventListener('install', () => skipWaiting())
addEventListener('activate', (event) => event.waitUntil(clients.claim()))
addEventListener('fetch', ({ request }) => { self.seen = request.url })`

const { code } = await bundleWorker()
const workers = {
  empty,
  ...Object.fromEntries([33, 52, 105].map((kB) => [`empty, ${kB} kB unused`, empty + unusedCode(code, kB * 1_000)])),
  'payment-sync': code,
  'payment-sync, 52 kB unused': code + unusedCode(code, 52_000),
  ...Object.fromEntries(others.map((file) => [basename(file), readFileSync(file, 'utf8')])),
}
const names = Object.keys(workers) as (keyof typeof workers)[]

const server = createServer(({ url = '' }, response) => {
  const [, scope, name] = url.split('/')
  if (scope === 'probe') response.writeHead(204).end()
  else if (name !== 'sw.js') response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>bench</title>')
  else response.setHeader('Content-Type', 'text/javascript').end(workers[names[Number(scope)] as keyof typeof workers])
})
await new Promise<void>((resolve) => void server.listen(0, resolve))
const origin = `http://localhost:${(server.address() as AddressInfo).port}`

const executablePath = await browserHere()
const browser = await chromium.launch(executablePath === undefined ? {} : { executablePath })
const context = await browser.newContext()
try {
  const pages = await Promise.all(names.map((_, scope) => controlled(`${origin}/${scope}/`)))
  const stop = await stopper(pages[0] as Page)
  const took = names.map((): number[] => [])
  // The first rounds warm up: the browser keeps compiled code of what it ran a few times.
  for (let round = -3; round < Number(rounds); round += 1) {
    for (const scope of shuffled([...names.keys()])) {
      await stop()
      const ms = await (pages[scope] as Page).evaluate(timeProbe)
      if (round >= 0) took[scope]?.push(ms)
    }
  }
  const base = took[0] as number[]
  for (const [scope, name] of names.entries()) {
    const mine = took[scope] as number[]
    const kB = (gzipSync(workers[name], { level: 9 }).length / 1_000).toFixed(1)
    const more = median(mine.map((ms, round) => ms - (base[round] as number)))
    const ratio = median(mine.map((ms, round) => ms / (base[round] as number)))
    const cells = [`${median(mine).toFixed(1)} ms`, `${more < 0 ? '' : '+'}${more.toFixed(1)} ms`, ratio.toFixed(2)]
    console.log([name.padEnd(30), `${kB} kB`.padEnd(10), ...cells.map((cell) => cell.padEnd(10))].join(''))
  }
} finally {
  await browser.close()
  server.close()
}

async function controlled(url: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(url)
  await page.evaluate(async () => {
    const { serviceWorker } = navigator
    const change = new Promise((resolve) => serviceWorker.addEventListener('controllerchange', resolve))
    await serviceWorker.register('sw.js')
    if (!serviceWorker.controller) await change
  })
  return page
}

async function timeProbe(): Promise<number> {
  const begin = performance.now()
  await fetch('/probe/')
  return performance.now() - begin
}

/** Stops all workers, and waits until they have. */
async function stopper(page: Page): Promise<() => Promise<void>> {
  const devtools = await context.newCDPSession(page)
  const running = new Set<string>()
  let allStopped = (): void => undefined
  devtools.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
    for (const { versionId, runningStatus } of versions) {
      if (runningStatus === 'stopped') running.delete(versionId)
      else running.add(versionId)
    }
    if (running.size === 0) allStopped()
  })
  await devtools.send('ServiceWorker.enable')
  return async () => {
    const stopped = new Promise<void>((resolve) => (allStopped = resolve))
    await devtools.send('ServiceWorker.stopAllWorkers')
    if (running.size > 0) await stopped
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN
}

function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ item }) => item)
}
