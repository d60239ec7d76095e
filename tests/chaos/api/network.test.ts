import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { Seeded } from '../../simulation/random/seeded.ts'
import { Network } from './network.ts'

const long = 60_000
const page = { headers: { 'x-request-id': 'r1' } }

/** An API behind a network: what reached it, and whose connections were cut. */
function given(seed = 1) {
  const network = new Network(new Seeded(seed))
  const [reached, cut]: [string[], string[]] = [[], []]
  const app = new Hono()
    .use(network.before, network.after)
    .get('*', (c) => (reached.push(c.req.path), c.json({ path: c.req.path })))
  const ask = (path: string, init: RequestInit = page) =>
    app.request(path, init, { outgoing: { destroy: () => cut.push(path) } })
  return { network, ask, reached, cut }
}

test('a calm network does nothing', async () => {
  const { ask, cut } = given()

  expect(await (await ask('/1')).json()).toEqual({ path: '/1' })
  expect(cut).toEqual([])
})

test('requests are lost before the API has them, and answers after', async () => {
  const { network, ask, reached, cut } = given()
  const over = network.trouble('lose', long)
  const paths = Array.from({ length: 60 }, (_, at) => `/${at}`)
  for (const path of paths) await ask(path)
  network.calm()
  await over

  expect(cut.filter((path) => !reached.includes(path)).length).toBeGreaterThan(5)
  expect(cut.filter((path) => reached.includes(path)).length).toBeGreaterThan(5)
  expect(cut.length).toBeLessThan(paths.length)
})

test('a network that fails answers for the API', async () => {
  const { network, ask, reached } = given()
  const over = network.trouble('fail', long)
  const statuses = await Promise.all(Array.from({ length: 60 }, async (_, at) => (await ask(`/${at}`)).status))
  network.calm()
  await over

  expect(new Set(statuses)).toEqual(new Set([200, 429, 500, 502, 503]))
  expect(reached).toHaveLength(statuses.filter((status) => status === 200).length)
})

test('other devices have networks of their own', async () => {
  const { network, ask, cut } = given()
  const over = Promise.all([network.trouble('lose', long), network.trouble('fail', long)])
  const statuses = await Promise.all(Array.from({ length: 40 }, async (_, at) => (await ask(`/${at}`, {})).status))
  network.calm()
  await over

  expect(new Set(statuses)).toEqual(new Set([200]))
  expect(cut).toEqual([])
})

test('nothing moves while it stalls', async () => {
  const { network, ask, reached } = given()
  const over = network.trouble('stall', long)
  const asked = ask('/1')
  await Promise.resolve()

  expect(reached).toEqual([])
  network.calm()
  await over
  expect((await asked).status).toBe(200)
})
