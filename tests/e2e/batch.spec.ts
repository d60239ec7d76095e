import type { Page } from '@playwright/test'
import type { Booking } from '../../shared/domain.ts'
import { verify } from '../history/parts.ts'
import type { Traffic } from './support/traffic.ts'
import { expect, test } from './support/fixtures.ts'

/** What the API was asked about payments, in order. */
const askedFor = ({ log }: Traffic): string[] =>
  log.flatMap(({ method, path }) => (method === 'GET' && path.startsWith('/api/payment') ? [path] : []))

const isControlled = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => navigator.serviceWorker.controller !== null)

/** Asks for all of them, at a time by the wall clock (ms since 1970): what each answer says, and how it came about. */
const readAll = (page: Page, ids: readonly string[], at: number): Promise<{ said: string; how: string }[]> =>
  page.evaluate(
    async ([all, time]) => {
      await new Promise((resolve) => setTimeout(resolve, time - Date.now()))
      return Promise.all(
        all.map(async (id) => {
          const response = await fetch(`/api/payment/verify?bookingId=${id}`)
          return { said: await response.text(), how: response.headers.get('cache-status') ?? '' }
        }),
      )
    },
    [ids, at] as const,
  )

test('ten tabs beside the demo that ask for sixty payments each cost the API a few requests, and get what each URL says', async ({
  context,
  url,
  traffic,
}) => {
  const first = await context.newPage()
  await first.goto(url)
  await first.getByLabel('Email').fill('client@example.com')
  await first.getByLabel('Password', { exact: true }).fill('payment-sync')
  await first.getByRole('button', { name: 'Log in' }).click()
  await expect(first.getByRole('heading', { name: /Welcome back/ })).toBeVisible()
  await isControlled(first)
  // Its worker answers every page of the origin; these do nothing by themselves.
  const pages = await Promise.all(Array.from({ length: 10 }, () => context.newPage()))
  for (const page of pages) {
    await page.goto(`${url}/plain.html`)
    await isControlled(page)
  }
  const ids = Array.from({ length: 60 }, (_, at) => String(at + 1))
  const alone = await first.evaluate(
    (all) =>
      Promise.all(
        all.map(async (id) => (await fetch(`/api/payment/verify?bookingId=${id}`, { cache: 'no-store' })).text()),
      ),
    ids,
  )
  expect(JSON.parse(alone[6] ?? '')).toMatchObject({ success: true, booking: { id: '7' } })

  traffic.log.length = 0
  const at = Date.now() + 2_000
  const answers = await Promise.all(pages.map((page) => readAll(page, ids, at)))

  for (const inTab of answers) expect(inTab.map(({ said }) => said)).toEqual(alone)
  const asked = askedFor(traffic)
  // 600 reads; one request for each tab, where none of them came in time to share another's.
  expect(asked.length).toBeLessThanOrEqual(2 * pages.length)
  expect(answers.flat().filter(({ how }) => /detail=batched/.test(how)).length).toBeGreaterThan(590)
})

test('cards that wait for pending payments ask for them together', async ({ open, context, url, traffic }) => {
  const { page } = await open('batched')
  const pending = await page.evaluate(async () => {
    const { bookings } = await (await fetch('/api/bookings?status=CONFIRMED', { cache: 'no-store' })).json()
    return (bookings as { id: string; payment: { status: string } | null }[])
      .filter(({ payment }) => payment?.status === 'PENDING')
      .map(({ id }) => id)
  })
  expect(pending.length).toBeGreaterThan(2)
  traffic.log.length = 0

  const cards = await context.newPage()
  await cards.goto(`${url}/kit.html?policy=batched&ids=${pending.join()}`)
  for (const id of pending)
    await expect(cards.getByRole('article', { name: `Booking ${id}`, exact: true }).getByRole('status')).toContainText(
      'Payment Pending',
    )
  const asked = askedFor(traffic)
  const ids = asked.flatMap((path) => decodeURIComponent(path.split('=')[1] ?? '').split(','))
  expect(new Set(ids)).toEqual(new Set(pending))
  // One; a machine so busy that the page takes more than 10 ms for its effects may make it two.
  expect(asked.length).toBeLessThanOrEqual(2)
})

test(
  'payments that a page asks for at once are one request; where that fails, each is asked for by itself',
  { tag: '@every-engine' },
  async ({ open, traffic, booking }) => {
    const { page } = await open('batched')
    const ids = [booking.id, '1']
    const many = `/api/payments?bookingIds=${ids.join('%2C')}`
    const answers = async () =>
      (await readAll(page, ids, 0)).map(({ said, how }) => [(JSON.parse(said) as { booking: Booking }).booking.id, how])

    expect(await answers()).toEqual(
      ids.map((id) => [id, 'payment-sync; fwd=miss; fwd-status=200; stored; detail=batched']),
    )
    expect(askedFor(traffic)).toEqual([many])
    traffic.log.length = 0
    traffic.answer('/api/payments', 500)
    expect(await answers()).toEqual(ids.map((id) => [id, 'payment-sync; fwd=stale; fwd-status=200; stored']))
    expect(askedFor(traffic).sort()).toEqual([many, ...ids.map(verify)].sort())
  },
)
