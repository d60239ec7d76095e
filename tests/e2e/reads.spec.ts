import { expect, test } from './support/fixtures.ts'

const LIST = '/api/bookings/my-bookings'

test(
  'the first visit comes under control without a reload, and is answered from the store',
  { tag: '@every-engine' },
  async ({ open }) => {
    const tab = await open()
    expect((await tab.get(LIST)).how).toBe('fwd=miss; fwd-status=200; stored')
    const again = await tab.get(LIST)
    expect(again.how).toMatch(/^hit; ttl=29\d$/)
    expect(again.age).toBeLessThan(5)
  },
)

test(
  'a run that no earlier one is alive beside has the lock that lets it remember what it saw',
  { tag: '@every-engine' },
  async ({ open }) => {
    const tab = await open()
    await tab.get(LIST)
    const held = (): Promise<number> =>
      tab.page.evaluate(async () => {
        const { held = [] } = await navigator.locks.query()
        return held.filter(({ name }) => name === 'payment-sync run').length
      })
    await expect.poll(held).toBe(1)
  },
)

test(
  'a payment is served for its TTL while its API is gone, and refused after',
  { tag: '@every-engine' },
  async ({ open, traffic, booking }) => {
    const tab = await open('short')
    const verify = `/api/payment/verify?bookingId=${booking.id}`
    await tab.get(verify)
    traffic.answer(verify, 503)

    const fallback = await tab.get(verify)
    expect(fallback.status).toBe(200)
    expect(fallback.how).toMatch(/^hit; ttl=\d; detail=network-fallback$/)
    await expect.poll(async () => (await tab.get(verify)).status).toBe(503)
  },
)

test(
  'bookings are there at once; a payment past its TTL says that it is being checked, then the truth',
  { tag: '@every-engine' },
  async ({ open, booking, payElsewhere }) => {
    const tab = await open('short')
    await tab.get(LIST)
    await payElsewhere(booking)

    const statusIn = ({ body }: Awaited<ReturnType<typeof tab.get>>): string | undefined =>
      body.bookings?.find(({ id }) => id === booking.id)?.payment?.status
    const seen: (string | undefined)[] = []
    await expect
      .poll(async () => {
        const answer = await tab.get(LIST, { cache: 'force-cache' })
        seen.push(statusIn(answer))
        return seen.at(-1)
      })
      .toBe('ESCROW')
    expect(new Set(seen)).toEqual(new Set([undefined, 'CHECKING', 'ESCROW']))
  },
)

test('without a network bookings stay, payments are being checked, and the truth is there when it is back', async ({
  open,
  context,
  booking,
  payElsewhere,
}) => {
  const tab = await open('short')
  const verify = `/api/payment/verify?bookingId=${booking.id}`
  const statusIn = ({ body }: Awaited<ReturnType<typeof tab.get>>): string | undefined =>
    body.bookings?.find(({ id }) => id === booking.id)?.payment?.status
  await tab.get(LIST)
  await tab.get(verify)
  await context.setOffline(true)
  expect((await tab.get(verify)).how).toMatch(/network-fallback$/)
  await expect.poll(async () => (await tab.get(verify)).error).toContain('Failed to fetch')
  const offline = await tab.get(LIST)
  expect(offline.how).toMatch(/^hit; ttl=\d+; detail=masked$/)
  expect(statusIn(offline)).toBe('CHECKING')

  await payElsewhere(booking)
  await context.setOffline(false)
  await expect.poll(async () => statusIn(await tab.get(LIST, { cache: 'no-cache' }))).toBe('ESCROW')
})
