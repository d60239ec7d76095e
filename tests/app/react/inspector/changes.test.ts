import { expect, test } from 'vitest'
import { changeWords, withCauses, type Heard } from '../../../../app/react/inspector/changes.ts'
import { inspectorLabels } from '../../../../app/react/inspector/labels.ts'

const heard = (more: Partial<Heard> = {}): Heard => ({
  id: 1,
  at: 10_000,
  reason: 'mutation',
  groups: ['booking:7'],
  ...more,
})

const post = (path: string, more = {}) => ({
  at: 10_020,
  method: 'POST',
  url: `https://shop.example${path}`,
  class: '',
  cacheStatus: 'payment-sync; fwd=method; fwd-status=200',
  duration: 30,
  clientId: 'a',
  own: true,
  ...more,
})
const cancel = post('/api/book-service/7/cancel')

const words = (one: Heard) => changeWords(one, inspectorLabels, undefined)

test('names the request that made a change, and whose it was', () => {
  const [one] = withCauses([heard()], [post('/api/book-service/8/pay'), cancel])
  expect(words(one as Heard)).toBe('You sent POST /api/book-service/7/cancel')
  expect(words({ ...(one as Heard), cause: { ...cancel, own: false } })).toBe(
    'Another tab sent POST /api/book-service/7/cancel',
  )
  const describe = () => 'cancelled booking 7'
  expect(changeWords(one as Heard, inspectorLabels, describe)).toBe('You cancelled booking 7')
})

test('puts each request to one change: that of its booking, or else the nearest', () => {
  const changes = [heard({ id: 2, reason: 'session', groups: ['*'], at: 10_010 }), heard()]
  const login = post('/api/auth/login', { at: 10_015 })
  const causes = withCauses(changes, [login, cancel]).map(({ cause }) => cause?.url.split('/').at(-1))
  expect(causes).toEqual(['login', 'cancel'])
  const again = withCauses(withCauses(changes, [login, cancel]), [login, cancel, post('/api/x')])
  expect(again.map(({ cause }) => cause?.url.split('/').at(-1))).toEqual(['login', 'cancel'])
})

test('has no cause for what no page did, for a read, or for a request of another time', () => {
  const read = { ...cancel, method: 'GET' }
  const late = { ...cancel, at: 99_000 }
  const list = [heard()]
  expect(withCauses(list, [read, late])).toBe(list)
  const live = [heard({ reason: 'live' })]
  expect(withCauses(live, [cancel])).toBe(live)
})

test.each([
  ['mutation', ['booking:7'], 'A page changed it'],
  ['live', ['booking:7'], 'The server told of a change'],
  ['live', ['*'], 'The live channel began: whatever changed before was not told'],
  ['discovered', ['booking:7'], 'The API showed another payment status than before'],
  ['distrust', ['*'], 'The store or the clock could not be trusted'],
  ['resumed', ['*'], 'This tab was away, and nobody can tell what it missed'],
] as const)('without a request: %s of %j is “%s”', (reason, groups, said) => {
  expect(words(heard({ reason, groups }))).toBe(said)
})

test('a change whose answer got lost says so, whoever sent it', () => {
  const [one] = withCauses([heard({ reason: 'outcome-unknown' })], [cancel])
  expect(words(one as Heard)).toBe('A change was sent and its answer got lost: it may have happened')
})
