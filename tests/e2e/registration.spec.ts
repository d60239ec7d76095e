import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test as base } from '@playwright/test'
import { siteDir } from './support/build-site.ts'

interface Fixtures {
  /** Serves the worker's script so, and tells what a page's `onError` hears of its registration. */
  readonly register: (url: string, headers: Record<string, string>, scope?: string) => Promise<string[]>
}

const test = base.extend<Fixtures>({
  register: async ({ page }, use) => {
    let headers: Record<string, string> = {}
    const files = await client()
    const worker = await readFile(join(siteDir, 'payment-sync-sw.js'), 'utf8')
    const server: Server = createServer((request, response) => {
      const path = request.url ?? '/'
      if (path === '/') return response.setHeader('content-type', 'text/html').end('<!doctype html><title>Page</title>')
      const file = files.get(path)
      if (file !== undefined) return response.setHeader('content-type', 'text/javascript').end(file)
      if (path.endsWith('/missing.js')) return response.writeHead(404).end()
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
      return response.end(worker)
    })
    await new Promise<void>((done) => server.listen(0, done))
    await use(async (url, given, scope = '/') => {
      headers = given
      await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`)
      return page.evaluate(
        async ([script, wanted, client]) => {
          const heard: string[] = []
          const { registerPaymentSync } = (await import(client)) as {
            registerPaymentSync: (options: object) => { ready: Promise<void> }
          }
          const onError = ({ message }: Error): void => void heard.push(message)
          await registerPaymentSync({ url: script, scope: wanted, onError }).ready
          return heard
        },
        [url, scope, '/client.js'] as const,
      )
    })
    server.closeAllConnections()
    server.close()
  },
})

/** The page client as the tests' site has it, with what it loads late. */
async function client(): Promise<ReadonlyMap<string, string>> {
  const first = await readFile(join(siteDir, 'client.js'), 'utf8')
  const late = [...first.matchAll(/import\(["'`]\.(\/[^"'`]+)["'`]\)/g)].map(([, path = '']) => path)
  const files = await Promise.all(
    ['/client.js', ...late].map(async (path) => [path, await readFile(join(siteDir, path), 'utf8')] as const),
  )
  return new Map(files)
}

const script = { 'content-type': 'text/javascript' }

test('a worker below its scope is refused with the header that would allow it, and allowed with it', async ({
  register,
}) => {
  expect(await register('/assets/sw.js', script)).toEqual([
    expect.stringMatching(
      /at most, not after "\/"\. .*send "Service-Worker-Allowed: \/" with it.*\(REGISTRATION_FAILED\)/,
    ),
  ])
  expect(await register('/assets/sw.js', { ...script, 'Service-Worker-Allowed': '/' })).toEqual([])
})

test('a worker that is no JavaScript, or not there, is told apart', async ({ register }) => {
  const [html] = await register('/sw.js', { 'content-type': 'text/html' })
  expect(html).toContain('is served as text/html. Serve it as text/javascript.')
  const [missing] = await register('/missing.js', script)
  expect(missing).toContain('the server answered 404')
})

test('a page outside of the scope is told so, by both', async ({ register }) => {
  const [outside] = await register('/assets/sw.js', script, '/assets/')
  expect(outside).toMatch(/Cannot control \/: the worker's scope is http:\/\/localhost:\d+\/assets\/.*\(OUT_OF_SCOPE\)/)
})
