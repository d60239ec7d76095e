import { expect, onTestFinished, test, vi } from 'vitest'
import { createResource } from '../../../app/demo/resource.ts'
import { standInClient } from '../support/stand-in-client.ts'

const url = '/api/bookings/my-bookings'
const asOf = (stamp: number) => ({ 'Payment-Sync-As-Of': String(stamp) })

/** A list that somebody looks at, and the client that it asks. */
function watched() {
  const standIn = standInClient()
  const resource = createResource<string>({
    client: standIn.client,
    url,
    groups: (shown) => ['bookings', ...(shown === undefined ? [] : [`booking:${shown}`])],
  })
  onTestFinished(resource.subscribe(() => undefined))
  const shown = () => resource.getSnapshot()
  const settled = () => vi.waitFor(() => expect(shown().isLoading).toBe(false))
  return { ...standIn, resource, shown, settled }
}

test('sixty who look at one list cost one request', () => {
  const { resource, asked } = watched()
  for (let card = 0; card < 60; card += 1) resource.subscribe(() => undefined)

  expect(asked).toHaveLength(1)
})

test('an older answer that arrives later is not shown', async () => {
  const { resource, asked, shown, settled } = watched()
  void resource.load('refresh')
  asked[1]?.answer('paid', asOf(20))
  await vi.waitFor(() => expect(shown().data).toBe('paid'))
  asked[0]?.answer('pending', asOf(10))
  await settled()

  expect(shown().data).toBe('paid')
})

test('after a change the last answer stays on screen until the new one is there', async () => {
  const { asked, shown, settled, tell } = watched()
  asked[0]?.answer('pending', asOf(10))
  await settled()
  tell({ groups: ['bookings'], asOf: 15 })

  expect(shown()).toMatchObject({ data: 'pending', isLoading: true })
  expect(asked[1]?.init).toEqual({ cache: 'force-cache' })
  asked[1]?.answer('paid', asOf(20))
  await settled()
  expect(shown().data).toBe('paid')
})

test('a change that what is shown already knows costs no request', async () => {
  const { asked, settled, tell } = watched()
  asked[0]?.answer('paid', asOf(20))
  await settled()
  tell({ groups: ['bookings'], asOf: 15 })
  tell({ groups: ['services'], asOf: 25 })
  tell({ reason: 'updated', url: 'https://other.example/api', groups: ['bookings'], asOf: 25 })

  expect(asked).toHaveLength(1)
})

test('a change of something that is in the answer is heard of, too', async () => {
  const { asked, settled, tell } = watched()
  asked[0]?.answer('7', asOf(10))
  await settled()
  tell({ groups: ['booking:7'], asOf: 15 })

  expect(asked).toHaveLength(2)
})

test('a change while we ask makes us ask again, unless the answer is from after it', async () => {
  const { asked, settled, tell } = watched()
  tell({ groups: ['bookings'], asOf: 15 })
  asked[0]?.answer('before', asOf(10))
  await vi.waitFor(() => expect(asked).toHaveLength(2))
  tell({ groups: ['bookings'], asOf: 16 })
  asked[1]?.answer('after', asOf(20))
  await settled()

  expect(asked).toHaveLength(2)
})

test('a failure keeps what was shown, and says what to do', async () => {
  const { resource, asked, shown, settled } = watched()
  asked[0]?.answer('pending', asOf(10))
  await settled()
  void resource.load('refresh')
  asked[1]?.fail(new TypeError('Failed to fetch'))
  await settled()
  expect(shown()).toMatchObject({
    data: 'pending',
    error: { status: 0, message: expect.stringContaining('Try again') },
  })
  void resource.load('poll')
  asked[2]?.answer('paid', asOf(20))
  await settled()

  expect(shown()).toMatchObject({ data: 'paid', error: undefined })
})

test('a problem of the API is told in its own words', async () => {
  const { asked, shown, settled } = watched()
  asked[0]?.answer({ detail: 'The database is being upgraded.' }, {}, 503)
  await settled()

  expect(shown().error).toMatchObject({ status: 503, message: 'The database is being upgraded.' })
})

test('the failure of a question that another has replaced is nobody’s concern', async () => {
  const { resource, asked, shown, settled } = watched()
  void resource.load('refresh')
  asked[1]?.answer('paid', asOf(20))
  asked[0]?.fail(new TypeError('Failed to fetch'))
  await settled()

  expect(shown()).toMatchObject({ data: 'paid', error: undefined })
})

test('after the stamps began anew, answers with lower ones are shown', async () => {
  const { asked, shown, settled, tell } = watched()
  asked[0]?.answer('old', asOf(1_000))
  await settled()
  tell({ groups: ['*'], asOf: 3, reborn: true })
  asked[1]?.answer('new', asOf(4))
  await settled()

  expect(shown().data).toBe('new')
})
