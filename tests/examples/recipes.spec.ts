import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { PaymentSyncClient } from '../../app/client/public.ts'
import { defaultPolicy, type PolicyChanges } from '../../shared/public.ts'
import { expect, test } from './support/fixtures.ts'
import { runScript, stage } from './support/stage.ts'

/** A site without a build, with this policy; its files answer as an API would. */
async function site(policy: PolicyChanges): Promise<string> {
  const folder = await stage('plain-html')
  await runScript(folder, 'copy')
  await mkdir(join(folder, 'invoices'))
  await writeFile(join(folder, 'invoices/open.json'), JSON.stringify({ invoices: [{ id: '7' }] }))
  await writeFile(join(folder, 'invoices/7.json'), JSON.stringify({ paid: false }))
  await writeFile(
    join(folder, 'page.html'),
    `<!doctype html><title>Page</title><script type="module">${script}</script>`,
  )
  const worker = `self.PAYMENT_SYNC_POLICY = ${JSON.stringify(policy)}\nimportScripts('/payment-sync-sw.js')\n`
  await writeFile(join(folder, 'sw.js'), worker)
  return folder
}

const script = `
import { registerPaymentSync } from './payment-sync-client.js'
window.sync = registerPaymentSync({ url: '/sw.js' })
window.told = []
window.sync.subscribe({ groups: ['*'] }, ({ groups }) => window.told.push(...groups))
`

interface Realm {
  readonly sync: PaymentSyncClient
  readonly told: readonly string[]
}

/** How it is answered. */
const ask = (page: Page, url: string, init: RequestInit = {}): Promise<string> =>
  page.evaluate(async ([to, how]) => (await fetch(to, how)).headers.get('cache-status') ?? 'not at all', [
    url,
    init,
  ] as const)

const told = (page: Page): Promise<readonly string[]> => page.evaluate(() => (globalThis as unknown as Realm).told)

test("an API of one's own: routes, what they are about, what a change makes wrong", async ({
  page,
  paymentSync,
  serve,
}) => {
  const { url } = await serve(
    await site({
      routes: [
        { url: '/invoices/open.json', class: 'booking', groups: ['invoices', 'invoice:{body.invoices[].id}'] },
        { url: '/invoices/:id.json', class: 'payment', groups: ['invoice:{path.id}'] },
      ],
      mutations: [{ url: '/invoices/:id/pay', invalidates: ['invoice:{path.id}', 'invoices'] }],
    }),
  )
  await page.goto(`${url}/page.html`)
  await paymentSync.controlled()
  await ask(page, '/invoices/open.json')
  expect(await ask(page, '/invoices/open.json')).toMatch(/; hit/)
  expect(await ask(page, '/invoices/7.json')).toMatch(/fwd=miss; fwd-status=200; stored/)

  await ask(page, '/invoices/7/pay', { method: 'POST' })
  expect(await told(page)).toEqual(expect.arrayContaining(['invoice:7', 'invoices']))
  expect(await ask(page, '/invoices/open.json')).toMatch(/fwd=stale/)
})

test('a refresh button asks the server whatever is stored, and once in a second', async ({
  page,
  paymentSync,
  serve,
}) => {
  const { url, requests } = await serve(await site({}))
  await page.goto(`${url}/page.html`)
  await paymentSync.controlled()
  await ask(page, '/api/bookings/7')
  const before = requests.length
  await page.evaluate(async () => {
    const { sync } = globalThis as unknown as Realm
    await Promise.all([sync.refresh('/api/bookings/7'), sync.refresh('/api/bookings/7')])
  })
  expect(requests.slice(before)).toEqual(['GET /api/bookings/7'])

  await page.evaluate(() => (globalThis as unknown as Realm).sync.invalidate(['booking:7']))
  expect(await ask(page, '/api/bookings/7')).toMatch(/fwd=stale/)
})

test('tabs share an answer if each says how old it may be', async ({ page, paymentSync, serve, another }) => {
  const { url, requests } = await serve(await site({}))
  await page.goto(`${url}/page.html`)
  await paymentSync.controlled()
  const other = await another(`${url}/page.html`)
  const how = { headers: { 'Cache-Control': 'max-age=29' } }
  for (const tab of [page, other, page]) await ask(tab, '/api/payment/verify?bookingId=9', how)
  expect(requests.filter((request) => request.includes('verify'))).toHaveLength(1)
})

test('a login names itself, and a page can end a session: nothing from before is served', async ({
  page,
  paymentSync,
  serve,
}) => {
  const session = { url: '/session', methods: ['*'], invalidates: ['*'], session: 'starts' } as const
  const { url } = await serve(await site({ mutations: [...defaultPolicy.mutations, session] }))
  await page.goto(`${url}/page.html`)
  await paymentSync.controlled()
  await ask(page, '/api/bookings/7')
  await ask(page, '/session', { method: 'POST' })
  expect(await ask(page, '/api/bookings/7'), 'a login that fails (404 here) begins nothing').toMatch(/; hit/)

  await page.evaluate(() => (globalThis as unknown as Realm).sync.endSession())
  expect(await ask(page, '/api/bookings/7')).toMatch(/fwd=miss/)
})

test('an API of another origin: routes are whole URLs, and the server says what a change touched', async ({
  page,
  paymentSync,
  serve,
}) => {
  const api = createServer((request, response) => {
    response.setHeader('access-control-allow-origin', '*')
    response.setHeader('access-control-allow-headers', 'if-none-match, idempotency-key')
    response.setHeader('access-control-expose-headers', 'cache-group-invalidation')
    if (request.method === 'POST') response.setHeader('cache-group-invalidation', '"booking:7"')
    response.end('{}')
  })
  await new Promise<void>((done) => api.listen(0, done))
  const origin = `http://localhost:${(api.address() as AddressInfo).port}`
  try {
    const { url } = await serve(
      await site({
        routes: [{ url: `${origin}/bookings/:id`, class: 'booking', groups: ['booking:{path.id}'] }],
        mutations: [{ url: `${origin}/pay`, invalidates: ['bookings'] }],
        watch: [`${origin}/*`],
        conditionalOrigins: [origin],
      }),
    )
    await page.goto(`${url}/page.html`)
    await paymentSync.controlled()
    await ask(page, `${origin}/bookings/7`)
    expect(await ask(page, `${origin}/bookings/7`)).toMatch(/; hit/)
    await ask(page, `${origin}/pay`, { method: 'POST' })
    expect(await ask(page, `${origin}/bookings/7`)).toMatch(/fwd=stale/)
  } finally {
    api.closeAllConnections()
    api.close()
  }
})
