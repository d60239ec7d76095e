import type { Page } from '@playwright/test'
import { expect, test } from './support/fixtures.ts'

const LIST = '/api/bookings/my-bookings'

/** Everything in every database of the origin, as text; bytes as the characters that they may be. */
const stored = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const done = <Result>(request: IDBRequest<Result>): Promise<Result> =>
      new Promise((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result))
        request.addEventListener('error', () => reject(request.error))
      })
    const texts: string[] = []
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name))
      for (const table of database.objectStoreNames) {
        const rows: unknown[] = await done(database.transaction(table).objectStore(table).getAll())
        const asText = (_: string, value: unknown): unknown =>
          value instanceof ArrayBuffer ? new TextDecoder('latin1').decode(value) : value
        texts.push(...rows.map((row) => `${table} ${JSON.stringify(row, asText)}`))
      }
      database.close()
    }
    return texts.join('\n')
  })

test('no token, password, cookie or body of a change is ever stored, or told to the console', async ({
  open,
  page,
  traffic,
  booking,
}) => {
  const told: string[] = []
  page.context().on('console', (message) => told.push(message.text()))
  const tab = await open()
  traffic.headers(LIST, { 'set-cookie': 'other=cookie-of-an-answer; Path=/' })
  await tab.page.evaluate(() => localStorage.setItem('payment-sync-debug', 'true'))
  await tab.get(LIST, { headers: { authorization: 'Bearer token-of-a-request' } })
  await tab.get(LIST)
  await tab.post('/api/auth/login', { email: 'client@example.com', password: 'password-of-somebody' })
  await tab.post(`/api/book-service/${booking.id}/cancel`, { note: 'body-of-a-change' })
  await tab.get(LIST)

  const text = await stored(tab.page)
  expect(text).toContain('entries ')
  expect(text).toContain('my-bookings')
  const cookies = (await page.context().cookies()).map(({ value }) => value)
  expect(cookies.length).toBeGreaterThan(1)
  for (const secret of ['token-of-a-request', 'password-of-somebody', 'body-of-a-change', ...cookies]) {
    expect(text).not.toContain(secret)
    expect(told.join('\n')).not.toContain(secret)
  }
})

test('with its session an answer is gone from the disk, not only from what is served', async ({ open }) => {
  const tab = await open()
  await tab.get(LIST)
  expect(await stored(tab.page)).toContain('scheduledAt')
  await tab.post('/api/auth/logout')
  expect(await stored(tab.page)).not.toContain('scheduledAt')
})

test('Clear-Site-Data takes what is stored; the worker begins anew, and serves nothing from before', async ({
  open,
  traffic,
}) => {
  const tab = await open()
  await tab.get(LIST)
  const bornOf = async (): Promise<string | undefined> => /"born":"([^"]+)"/.exec(await stored(tab.page))?.[1]
  const before = await bornOf()
  traffic.headers('POST /api/auth/logout', { 'clear-site-data': '"storage"' })
  await tab.post('/api/auth/logout')
  await expect.poll(bornOf).not.toBe(before)
  expect(await stored(tab.page)).not.toContain('scheduledAt')
  expect((await tab.get(LIST)).status).toBe(401)
  await tab.logIn()
  expect((await tab.get(LIST)).status).toBe(200)
})

test('a page of another origin can neither read through the worker nor speak to it', async ({ open, page, url }) => {
  const tab = await open()
  await tab.get(LIST)
  const before = await tab.told()
  const stranger = await page.context().newPage()
  // Another host name of the same machine: another origin.
  await stranger.goto(`${url.replace('localhost', '127.0.0.1')}/plain.html`)
  const seen = await stranger.evaluate(async (list) => {
    new BroadcastChannel('payment-sync').postMessage({ from: 'payment-sync', version: 1, message: { type: 'hello' } })
    const answer = await fetch(list).then(
      ({ status }) => status,
      () => 'refused',
    )
    return { answer, controller: navigator.serviceWorker.controller, databases: (await indexedDB.databases()).length }
  }, `${url}${LIST}`)
  expect(seen).toEqual({ answer: 'refused', controller: null, databases: 0 })
  expect(await tab.told()).toEqual(before)
})

test('under Trusted Types and a strict CSP the app registers the worker by its own policy, and is told to', async ({
  page,
  url,
}) => {
  const csp =
    "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types app"
  await page.route('**/client.html*', async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': csp } })
  })
  await page.route('**/start.js', (route) => route.fulfill({ contentType: 'text/javascript', body: registerByPolicy }))
  await page.goto(`${url}/client.html`)
  await page.waitForFunction(() => (globalThis as unknown as Realm).sync?.state === 'controlled')
  const heard = await page.evaluate(() => (globalThis as unknown as Realm).heard)
  expect(heard).toEqual([
    expect.stringContaining('this page enforces Trusted Types. Register it by a policy of your own'),
  ])
})

interface Realm {
  readonly sync?: { readonly state: string }
  readonly heard: readonly string[]
}

const registerByPolicy = `
import { registerPaymentSync } from '/client.js'
const url = '/sw-default.js'
window.heard = []
await registerPaymentSync({ url, onError: ({ message }) => window.heard.push(message) }).ready
const policy = trustedTypes.createPolicy('app', { createScriptURL: (script) => script })
await navigator.serviceWorker.register(policy.createScriptURL(url), { updateViaCache: 'none' })
window.sync = registerPaymentSync({ url, register: false })
`
