import { expect, test } from './support/fixtures.ts'
import { Tab } from './support/tab.ts'
import type { Traffic } from './support/traffic.ts'

/**
 * What differs by design: the worker asks past the browser's HTTP cache, with conditions and keys of its own. To what a
 * worker makes anew, Chromium adds no client hints.
 */
const ours = /^(?:cache-control|pragma|if-none-match|idempotency-key|sec-ch-.*)$/

const lastHeaders = (traffic: Traffic): Record<string, string> => {
  const { headers } = traffic.log.at(-1) as Traffic['log'][number]
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ours.test(name)))
}

const requests = {
  'a read': (tab: Tab) => tab.get('/api/services', { headers: { 'x-mine': 'mine' } }),
  'a read of somebody who names its referrer': (tab: Tab) => tab.get('/api/services', { referrer: '/elsewhere' }),
  'a read that tells no referrer': (tab: Tab) => tab.get('/api/services', { referrerPolicy: 'no-referrer' }),
  'a payment, to which the worker adds a key': (tab: Tab) =>
    tab.post('/api/book-service/none/pay', { callbackUrl: '/' }, { 'x-mine': 'mine' }),
}

for (const [what, ask] of Object.entries(requests)) {
  test(`the API sees the same of ${what} as without the worker`, async ({ page, url, another, traffic }) => {
    // Both from the same address, with the same cookie (none).
    await page.route('**/sw-keys.js', (route) => route.abort())
    await page.goto(`${url}/client.html?policy=keys`)
    await ask(new Tab(page))
    const without = lastHeaders(traffic)
    // Another page would join a registration that is still failing.
    await page.evaluate(() => (globalThis as unknown as { sync: { ready: Promise<void> } }).sync.ready)

    await ask(await another('keys'))
    expect(lastHeaders(traffic)).toEqual(without)
  })
}
