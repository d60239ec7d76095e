import { expect, test } from './support/fixtures.ts'

const LIST = '/api/bookings/my-bookings'

test(
  'after a logout and another login nothing of the first user is served',
  { tag: '@every-engine' },
  async ({ open, another, traffic }) => {
    const [tab, other] = [await open(), await another()]
    const mine = await tab.get(LIST)
    await tab.post('/api/auth/logout')
    expect((await other.get(LIST)).status).toBe(401)
    await other.logIn('second-client@example.com')
    traffic.log.length = 0
    const theirs = await tab.get(LIST)
    expect(traffic.count(LIST)).toBe(1)
    const ids = (answer: typeof mine): string[] => (answer.body.bookings ?? []).map(({ id }) => id)
    expect(ids(theirs).length).toBeGreaterThan(0)
    expect(ids(theirs).filter((id) => ids(mine).includes(id))).toEqual([])
    expect(await other.told()).toContain('*')
  },
)

test(
  'an answer under way at a logout goes to its asker, and is stored for nobody',
  { tag: '@every-engine' },
  async ({ open, another, traffic }) => {
    const [tab, other] = [await open(), await another()]
    const held = traffic.hold(LIST, 'after')
    const read = tab.get(LIST)
    await held.arrived
    await other.post('/api/auth/logout')
    held.release()
    expect((await read).status).toBe(200)
    expect((await other.get(LIST)).status).toBe(401)
  },
)

test(
  'a page that asks again and again without being logged in ends a session once',
  { tag: '@every-engine' },
  async ({ open, traffic }) => {
    const tab = await open()
    await tab.get(LIST)
    const before = (await tab.told()).length
    traffic.answer(LIST, 401)
    for (let times = 0; times < 4; times += 1) await tab.get(LIST, { cache: 'no-cache' })
    expect((await tab.told()).length - before).toBe(1)
  },
)

test('a login by a form stores nothing of either user until it has landed', async ({ open, another, traffic, url }) => {
  const [tab, other] = [await open(), await another()]
  const mine = await tab.get(LIST)
  const held = traffic.hold('POST /api/auth/login', 'after')
  // A form that the API answers: the page goes away, and the cookie of somebody else comes with the answer.
  await tab.page.evaluate(() => {
    const form = Object.assign(document.createElement('form'), { method: 'post', action: '/api/auth/login' })
    document.body.append(form)
    form.submit()
  })
  await held.arrived
  const meanwhile = await other.get(LIST)
  expect(meanwhile.how).not.toContain('stored')
  held.release()
  await tab.page.waitForURL(`${url}/api/auth/login`)
  await tab.page.goto(`${url}/client.html?policy=default`)
  await expect.poll(async () => (await other.get(LIST)).how).toMatch(/stored$|^hit/)
  expect(mine.status).toBe(200)
})
