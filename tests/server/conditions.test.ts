import { expect, onTestFinished, test as alone, vi } from 'vitest'
import { readEnvironment } from '../../app/server/environment.ts'
import { startServer } from '../../app/server/start.ts'
import { api, newBooking } from './person.ts'
import { nobody, test as base, type TestServer } from './test-with-server.ts'

vi.setConfig({ testTimeout: 90_000 })

const put = (server: Pick<TestServer, 'url'>, body: unknown, headers: Record<string, string> = {}) =>
  api(server.url).send('/sandbox/conditions', {
    method: 'PUT',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

const test = base.extend<{ become: (body: unknown) => Promise<void> }>({
  become: async ({ server }, use) => {
    await use(async (body) => {
      expect((await put(server, body)).status).toBe(200)
    })
    expect((await put(server, { api: 'normal' })).body['api']).toBe('normal')
  },
})

test('is as it is until somebody says otherwise, and says how it is', async ({ server, client, become }) => {
  const current = async () => (await nobody(server).get('/sandbox/conditions')).body
  expect(await current()).toEqual({ api: 'normal', delay: 5_000 })
  await become({ api: 'slow', delay: 1 })
  expect(await current()).toEqual({ api: 'slow', delay: 1 })
  expect((await client.get('/api/auth/me')).status).toBe(200)
})

test('failing: every request gets a 503 that says so, and nothing is done', async ({ client, become }) => {
  const { id } = await newBooking(client)
  await become({ api: 'failing' })
  const failed = await Promise.all([client.get('/api/bookings'), client.post(`/api/book-service/${id}/cancel`)])
  for (const { status, headers, body } of failed) {
    expect([status, headers.get('content-type')]).toEqual([503, 'application/problem+json'])
    expect(body.detail).toContain('made to fail')
  }
  await become({ api: 'normal' })
  expect((await client.get(`/api/bookings/${id}`)).body.booking).toMatchObject({ status: 'PENDING', version: 1 })
})

test('slow: an answer comes late, and is the same', async ({ client, become }) => {
  const quick = await client.get('/api/services')
  await become({ api: 'slow', delay: 300 })
  const began = performance.now()
  expect((await client.get('/api/services')).body).toEqual(quick.body)
  expect(performance.now() - began).toBeGreaterThanOrEqual(299)
})

test('slow: whoever leaves before is not waited for, and what was asked is not done', async ({
  server,
  client,
  become,
}) => {
  const { id } = await newBooking(client)
  await become({ api: 'slow', delay: 400 })
  const leaving = AbortSignal.timeout(50)
  await expect(
    client.send(`/api/book-service/${id}/cancel`, { method: 'POST', signal: leaving }),
  ).rejects.toMatchObject({ name: 'TimeoutError' })
  await become({ api: 'normal' })
  // Half a second on, had it been waited for, it would have been done.
  await vi.waitFor(() => expect(server.lines.some((line) => line.includes(`${id}/cancel`))).toBe(true))
  expect((await client.get(`/api/bookings/${id}`)).body.booking.status).toBe('PENDING')
})

test('gone: connections end without an answer, live streams that were open as well', async ({
  server,
  client,
  become,
}) => {
  const stream = await fetch(`${server.url}/api/events`, { headers: { cookie: client.cookie ?? '' } })
  const ended = stream.text().catch((error: Error) => error)
  await vi.waitFor(() => expect(server.streams()).toBe(1))
  await become({ api: 'gone' })
  expect(await ended).toBeInstanceOf(TypeError)
  await vi.waitFor(() => expect(server.streams()).toBe(0))
  await expect(client.get('/api/auth/me')).rejects.toThrow('fetch failed')
  await expect(client.post('/api/bookings', {})).rejects.toThrow('fetch failed')
  await become({ api: 'normal' })
  expect((await client.get('/api/auth/me')).status).toBe(200)
})

test.for([
  [{}, 'api is missing.'],
  [{ api: 'broken' }, 'api is "broken"; it must be'],
  [{ api: 'slow', delay: -1 }, 'delay is -1; it must be a whole number of ms up to 10000.'],
  [{ api: 'slow', delay: 10_001 }, 'delay is 10001; it must be'],
  [{ api: 'slow', delay: 0.5 }, 'delay is 0.5; it must be'],
  [{ api: 'slow', delay: '5' }, 'delay is "5"; it must be a number.'],
  [{ api: 'slow', until: 'tomorrow' }, 'until is "tomorrow"; it is unknown here.'],
] as const)('refuses %j, and stays as it was', async ([input, why], { server }) => {
  const { status, body } = await put(server, input)
  expect([status, body.detail]).toEqual([422, expect.stringContaining(why) as string])
  expect((await nobody(server).get('/sandbox/conditions')).body['api']).toBe('normal')
})

test('takes no word from a page of another origin', async ({ server }) => {
  expect((await put(server, { api: 'gone' }, { origin: 'https://evil.example' })).status).toBe(403)
  expect((await nobody(server).get('/api/health')).status).toBe(200)
})

alone('with a real key there is no such thing', async () => {
  const environment = readEnvironment({ PAYSTACK_SECRET_KEY: 'sk_test_12345678' })
  const running = await startServer({ port: 0, dataDir: 'memory', environment })
  onTestFinished(() => running.close())
  expect((await api(running.url).get('/sandbox/conditions')).status).toBe(404)
  expect((await put(running, { api: 'failing' })).status).toBe(404)
  expect((await api(running.url).get('/api/health')).status).toBe(200)
})
