import { afterEach, expect, test, vi } from 'vitest'
import { whyNotRegistered } from '../../../app/client/why-not-registered.ts'

const script = `${location.origin}/static/payment-sync-sw.js`

const served = (status: number, headers: Record<string, string>, more: Partial<Response> = {}): void => {
  const answer = new Response(null, { status, headers })
  for (const [name, value] of Object.entries(more)) Object.defineProperty(answer, name, { value })
  vi.stubGlobal('fetch', () => Promise.resolve(answer))
}

afterEach(() => vi.unstubAllGlobals())

test.each([
  ['is missing', 404, {}, 'the server answered 404. Copy payment-sync-sw.js there'],
  ["is an app's fallback page", 200, { 'Content-Type': 'text/html' }, 'Is it missing, and this the page'],
  [
    'is served as something else',
    200,
    { 'Content-Type': 'text/plain' },
    'served as text/plain. Serve it as text/javascript.',
  ],
  ['is not above the scope', 200, { 'Content-Type': 'text/javascript' }, 'send "Service-Worker-Allowed: /" with it'],
])('a script that %s is told apart', async (_, status, headers: Record<string, string>, words) => {
  served(status, headers)
  expect(await whyNotRegistered(script, '/')).toContain(words)
})

test('a script that is redirected is told with where to', async () => {
  served(200, { 'Content-Type': 'text/javascript' }, { redirected: true, url: 'https://cdn.example/sw.js' })
  expect(await whyNotRegistered(script, '/static/')).toContain('redirected to https://cdn.example/sw.js')
})

test('a script that is allowed the whole origin, and still refused, failed as it ran', async () => {
  served(200, { 'Content-Type': 'application/javascript; charset=utf-8', 'Service-Worker-Allowed': '/' })
  expect(await whyNotRegistered(script, '/')).toContain('so it failed as it ran')
})

test('a script of another origin is never asked for', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new Error('It was asked for.')))
  expect(await whyNotRegistered('https://cdn.example/sw.js', '/')).toContain('of another origin')
})
