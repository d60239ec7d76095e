import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { createStore } from '../../../../app/react/store/store.ts'
import type { PaymentState } from '../../../../app/react/store/payment-state.ts'
import { samplePayment } from '../../support/sample-booking.ts'
import { standInClient } from '../../support/stand-in-client.ts'

let visibility: DocumentVisibilityState = 'visible'

beforeEach(() => {
  visibility = 'visible'
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visibility)
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** A payment that somebody follows; each question is answered at once with this status. */
function followed(status: 'PENDING' | 'ESCROW', { refreshInterval = 30_000, autoRefresh = true, headers = {} } = {}) {
  const { client, asked } = standInClient()
  const store = createStore(() => ({
    ...client,
    fetch: (input, init) => {
      const answer = client.fetch(input, init)
      asked.at(-1)?.answer({ payment: samplePayment(status, { createdAt: new Date().toISOString() }) }, headers)
      return answer
    },
  }))
  const leave = store.watchPayment('booking:7', { autoRefresh, refreshInterval })
  onTestFinished(leave)
  const settled = () => vi.waitFor(() => expect(store.known('booking:7')?.resource.snapshot.isLoading).toBe(false))
  return { store, asked, leave, settled }
}

const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1_000)

test('a pending payment is asked for every 30 s, and no older answer will do', async () => {
  const { asked, settled } = followed('PENDING')
  await settled()
  await pass(29)
  expect(asked).toHaveLength(1)
  await pass(1)
  expect(asked).toHaveLength(2)

  expect(asked[1]?.init).toEqual({ headers: { 'Cache-Control': 'max-age=29' } })
})

test.each([1_000, 0, Number.NaN])('an interval of %s ms is 30 s all the same', async (refreshInterval) => {
  const { asked, settled } = followed('PENDING', { refreshInterval })
  await settled()
  await pass(29)
  expect(asked).toHaveLength(1)
  await pass(1)

  expect(asked).toHaveLength(2)
})

test('what can not be confirmed any more is marked as the last known, and what is young enough is not', async () => {
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
  const { client, asked } = standInClient()
  const store = createStore(() => client)
  onTestFinished(store.watchPayment('booking:7', { autoRefresh: true, refreshInterval: 30_000 }))
  const resource = () => store.known('booking:7')?.resource
  const settled = () => vi.waitFor(() => expect(resource()?.snapshot.isLoading).toBe(false))
  asked[0]?.answer({ payment: samplePayment('PENDING', { createdAt: new Date().toISOString() }) })
  await settled()
  window.dispatchEvent(new Event('focus'))
  asked[1]?.fail(new TypeError('Failed to fetch'))
  await settled()
  expect(store.known('booking:7')?.view()).toMatchObject({ isChecking: false, error: { kind: 'offline' } })
  await pass(31)
  asked[2]?.fail(new TypeError('Failed to fetch'))
  await settled()
  expect(store.known('booking:7')?.view()).toMatchObject({ isChecking: true, payment: { status: 'PENDING' } })
  window.dispatchEvent(new Event('online'))
  asked[3]?.answer({ payment: samplePayment('ESCROW') })
  await settled()

  expect(store.known('booking:7')?.view()).toMatchObject({
    isChecking: false,
    error: null,
    payment: { status: 'ESCROW' },
  })
})

test('a longer interval is kept, however long', async () => {
  const { asked, settled } = followed('PENDING', { refreshInterval: 90_000 })
  await settled()
  await pass(89)
  expect(asked).toHaveLength(1)
  await pass(1)

  expect(asked).toHaveLength(2)
})

test('an answer that another tab asked for counts from when it was given', async () => {
  const { asked, settled } = followed('PENDING', { headers: { Age: '20' } })
  await settled()
  await pass(10)

  expect(asked).toHaveLength(2)
})

test('a settled payment is never asked for again, nor one without autoRefresh', async () => {
  const [settledOne, quiet] = [followed('ESCROW'), followed('PENDING', { autoRefresh: false })]
  await settledOne.settled()
  await quiet.settled()
  await pass(3_600)
  window.dispatchEvent(new Event('focus'))

  expect([settledOne.asked.length, quiet.asked.length]).toEqual([1, 1])
})

test('nobody sees a hidden page, so it asks nothing; seen again it asks at once', async () => {
  const { asked, settled } = followed('PENDING')
  await settled()
  visibility = 'hidden'
  document.dispatchEvent(new Event('visibilitychange'))
  await pass(300)
  expect(asked).toHaveLength(1)
  visibility = 'visible'
  document.dispatchEvent(new Event('visibilitychange'))

  expect(asked).toHaveLength(2)
})

test.each([new Event('focus'), new Event('online'), new PageTransitionEvent('pageshow', { persisted: true })])(
  'on $type a pending payment is asked for at once',
  async (event) => {
    const { asked, settled } = followed('PENDING')
    await settled()
    window.dispatchEvent(new PageTransitionEvent('pageshow')) // As after each load.
    expect(asked).toHaveLength(1)
    window.dispatchEvent(event)

    expect(asked).toHaveLength(2)
  },
)

test('a payment that is pending for more than 8 minutes becomes stuck while one looks at it', async () => {
  const { client } = standInClient()
  const store = createStore(() => client)
  const payment = samplePayment('PENDING', { createdAt: new Date().toISOString() })
  const brought: PaymentState = { payment, booking: undefined, isChecking: false }
  const changed = vi.fn()
  onTestFinished(store.subscribe(changed))
  onTestFinished(store.watchPayment('@local:x', { autoRefresh: true, refreshInterval: 30_000 }, brought))
  await pass(479)
  expect(store.known('@local:x')?.view().isStuck).toBe(false)
  changed.mockClear()
  await pass(2)

  expect(changed).toHaveBeenCalled()
  expect(store.known('@local:x')?.view().isStuck).toBe(true)
})

test('when the last has left, no timer and no listener is left', async () => {
  const { asked, leave, settled } = followed('PENDING')
  await settled()
  leave()
  expect(vi.getTimerCount()).toBe(0)
  window.dispatchEvent(new Event('focus'))
  await pass(60)

  expect(asked).toHaveLength(1)
})
