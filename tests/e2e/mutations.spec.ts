import { expect, test } from './support/fixtures.ts'
import { WorkerControl } from './support/worker-control.ts'

const LIST = '/api/bookings/my-bookings'
const callback = { callbackUrl: '/' }

test(
  'a change in one tab is known in every tab before its answer is',
  { tag: '@every-engine' },
  async ({ open, another, booking }) => {
    const [tab, other] = [await open(), await another()]
    await other.get(LIST)
    await tab.post(`/api/book-service/${booking.id}/cancel`)
    const seen = await other.get(LIST)
    expect(seen.body.bookings?.find(({ id }) => id === booking.id)?.status).toBe('CANCELLED')
    await expect.poll(() => other.told()).toContain(`booking:${booking.id}`)
  },
)

for (const policy of ['default', 'keys'] as const) {
  test(`the worker is stopped while the API works on a payment: it is executed once (policy ${policy})`, async ({
    open,
    traffic,
    booking,
  }) => {
    const tab = await open(policy)
    const worker = await WorkerControl.of(tab.page)
    const pay = `/api/book-service/${booking.id}/pay`
    const held = traffic.hold(`POST ${pay}`, 'before')
    const paid = tab.post(pay, callback)
    await held.arrived
    await worker.stop()
    if (policy === 'default') expect((await paid).error).toContain('Failed to fetch')
    held.release()
    if (policy === 'keys') expect((await paid).status).toBe(200)

    await expect
      .poll(() => traffic.log.filter(({ path }) => path === pay).every(({ status }) => status !== undefined))
      .toBe(true)
    const keys = traffic.log.filter(({ path }) => path === pay).map(({ headers }) => headers['idempotency-key'])
    expect(keys).toHaveLength(policy === 'keys' ? 2 : 1)
    expect(new Set(keys).size).toBe(1)
    const after = await tab.get(`/api/payment/verify?bookingId=${booking.id}`)
    expect(after.body.payment?.status).toBe('PENDING')
    expect(await tab.told()).toContain(`booking:${booking.id}`)
  })
}
