import { expect, onTestFinished, test, vi } from 'vitest'
import { readEnvironment } from '../../app/server/environment.ts'
import { allowance } from '../../app/server/http/allowance.ts'
import { startServer } from '../../app/server/start.ts'
import { api, logIn, password } from './person.ts'
import { testDatabase } from './test-database.ts'

vi.setConfig({ testTimeout: 90_000 })

async function serverWith(variables: Record<string, string>): Promise<string> {
  const { url: DATABASE_URL, drop } = await testDatabase()
  const environment = readEnvironment({ DATABASE_URL, ...variables })
  const running = await startServer({ port: 0, dataDir: 'memory', environment })
  onTestFinished(async () => {
    await running.close()
    await drop()
  })
  return running.url
}

test('gives an allowance at once and restores it evenly', () => {
  const early = allowance(60)
  const at = (ms: number) => early('somebody', 1_000_000 + ms)
  expect(Array.from({ length: 60 }, () => at(0))).toEqual(Array.from({ length: 60 }, () => 0))
  expect(at(0)).toBe(1_000)
  expect(at(400)).toBe(600)
  expect([at(1_000), at(1_000)]).toEqual([0, 1_000])
  expect(early('somebody else', 1_000_000)).toBe(0)
  // A minute later all of it is there again, and no more.
  expect(Array.from({ length: 61 }, () => at(120_000)).filter((wait) => wait > 0)).toEqual([1_000])
})

test('asks who wants too much to wait, and nobody else', async () => {
  const url = await serverWith({ RATE_LIMIT: '5', TRUSTED_PROXIES: '1' })
  const from = (address: string) => ({ 'x-forwarded-for': `6.6.6.6, ${address}` })
  const client = await logIn(url, 'client@example.com')
  const provider = await logIn(url, 'provider@example.com')
  const answers = await Promise.all(Array.from({ length: 8 }, () => client.get('/api/auth/me')))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(5)
  const refused = answers.find(({ status }) => status === 429)
  expect(refused?.body.detail).toMatch(/^Too many requests\. Try again in \d+ s\.$/)
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(refused?.headers.get('content-type')).toBe('application/problem+json')

  expect((await provider.get('/api/auth/me')).status).toBe(200)
  // Where nobody is logged in, the address counts: the one that our proxy saw, not one that somebody made up.
  const nobody = api(url)
  const services = async (address: string) => (await nobody.get('/api/services', from(address))).status
  for (let at = 0; at < 5; at += 1) expect(await services('1.1.1.1')).toBe(200)
  expect([await services('1.1.1.1'), await services('2.2.2.2')]).toEqual([429, 200])
  expect((await nobody.get('/api/health', from('1.1.1.1'))).status).toBe(200)
  expect((await nobody.post('/api/payment/webhook', {}, from('1.1.1.1'))).status).toBe(401)
})

test('lets nobody guess passwords, and locks nobody out', async () => {
  const url = await serverWith({ LOGIN_LIMIT: '2', TRUSTED_PROXIES: '1' })
  const guess = async (address: string, word: string, email = 'client@example.com') =>
    (await api(url).post('/api/auth/login', { email, password: word }, { 'x-forwarded-for': address })).status
  const guesses = await Promise.all(Array.from({ length: 4 }, () => guess('1.1.1.1', 'wrong')))
  expect(guesses.filter((status) => status === 401)).toHaveLength(2)
  expect(guesses.filter((status) => status === 429)).toHaveLength(2)
  expect(await guess('1.1.1.1', password)).toBe(429)
  expect(await guess('1.1.1.1', password, 'CLIENT@example.com')).toBe(429)
  // The same person elsewhere, and somebody else in the same place.
  expect(await guess('2.2.2.2', password)).toBe(200)
  expect(await guess('1.1.1.1', password, 'provider@example.com')).toBe(200)
  // Who knows the password never runs out.
  for (let at = 0; at < 3; at += 1) expect(await guess('3.3.3.3', password)).toBe(200)
  // One guess for each of many people is guessing too.
  const sprayed = await Promise.all(
    Array.from({ length: 22 }, (_, at) => guess('4.4.4.4', 'wrong', `somebody-${at}@example.com`)),
  )
  expect(sprayed.filter((status) => status === 401)).toHaveLength(20)
})

test('lets pages of the named origins sync with the cookie, and no others', async () => {
  const [ours, theirs] = ['https://app.example.com', 'https://evil.example']
  const url = await serverWith({ CORS_ORIGINS: ours })
  const client = await logIn(url, 'client@example.com')
  const allowed = await client.get('/api/bookings/sync', { origin: ours })
  const of = (name: string, { headers }: typeof allowed) => headers.get(`access-control-${name}`)
  expect([allowed.status, of('allow-origin', allowed), of('allow-credentials', allowed)]).toEqual([200, ours, 'true'])
  expect(of('expose-headers', allowed)).toContain('ETag')
  expect(allowed.headers.get('vary')).toContain('Origin')

  const asked = {
    origin: ours,
    'access-control-request-method': 'GET',
    'access-control-request-headers': 'if-none-match',
  }
  const preflight = await api(url).send('/api/bookings/sync', { method: 'OPTIONS', headers: asked })
  expect([preflight.status, of('allow-origin', preflight), of('allow-methods', preflight)]).toEqual([204, ours, 'GET'])
  expect(of('allow-headers', preflight)).toContain('If-None-Match')

  const refused = await client.get('/api/bookings/sync', { origin: theirs })
  expect([of('allow-origin', refused), refused.headers.get('vary')]).toEqual([null, 'Origin'])
  const failed = await api(url).get('/api/bookings/sync', { origin: ours })
  expect([failed.status, of('allow-origin', failed)]).toEqual([401, ours])
  // Nothing else is opened, and nothing is changed for them.
  expect(of('allow-origin', await client.get('/api/bookings', { origin: ours }))).toBeNull()
  expect((await client.post('/api/book-service/1/cancel', undefined, { origin: ours })).status).toBe(403)
})
