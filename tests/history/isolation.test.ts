import { expect, test } from 'vitest'
import { given, myBookings, verify7 } from './builder.ts'
import type { Mode } from './history.ts'
import { judge, stories } from './judge.ts'

const mine = { 'booking:7': { version: 1, owner: 'ann' } }
const ann = { session: 's1', user: 'ann' }
const bob = { session: 's2', user: 'bob' }
const owned = () => given().write('booking:7', 1, 0, { state: 'CONFIRMED', owners: ['ann', 'paul'] })
const login = { boundary: { from: 's1', to: 's2' } }

test('each session has its own', () => {
  const history = owned()
    .fetch('A', myBookings, [100, 200], mine, ann)
    .mutate('A', 'login', [300, 400], login)
    .fetch('A', myBookings, [500, 600], {}, bob)

  expect(judge(history)).toEqual([])
})

test('a body that was made for another user is a violation', () => {
  const history = owned().fetch('A', myBookings, [100, 200], mine, ann).hit('A', myBookings, [500, 501], mine, bob)

  expect(stories(judge(history))).toEqual([
    "Tab A read booking:7 as version 1 (CONFIRMED) from 0.500 to 0.501 s, from the store; but that was made for ann, and the read is bob's. (G4)",
  ])
})

test('a resource that the user may not see is a violation, masked or not', () => {
  const history = owned()
    .fetch('A', myBookings, [100, 200], { 'booking:7': 1 }, { session: 's3', user: 'paul' })
    .hit('B', myBookings, [500, 501], { 'booking:7': { version: 1, masked: true } }, bob)

  expect(stories(judge(history))).toEqual([
    expect.stringContaining("only ann and paul may see that, and the read is bob's"),
  ])
})

test('the browser’s own cache, which a page asks past the worker, knows no sessions', () => {
  const read = (mode: Mode, controlled = false) =>
    owned()
      .fetch('A', myBookings, [100, 200], mine, ann)
      .read('A', myBookings, [500, 501], mine, { ...bob, mode, ...(!controlled && { controlled }) })

  expect(judge(read('only-if-cached'), ['G4'])).toEqual([])
  expect(judge(read('force-cache'), ['G4'])).toEqual([])
  expect(judge(read('default'), ['G4'])).toHaveLength(1)
  expect(judge(read('force-cache', true), ['G4'])).toHaveLength(1)
})

test('what the same user got before logging in again is of another session', () => {
  const again = { session: 's2', user: 'ann' }
  const history = owned()
    .fetch('A', myBookings, [100, 200], mine, ann)
    .mutate('A', 'login', [300, 400], login)
    .hit('B', myBookings, [500, 501], mine, again)

  expect(stories(judge(history))).toEqual([
    expect.stringContaining('but the server answered that only in session s1, and the read is in session s2'),
  ])
  expect(judge(history.request(myBookings, [410, 450], { 'booking:7': 1 }, { session: 's2' }))).toEqual([])
})

test('a read that overlaps the change of session may be either session’s', () => {
  const history = owned()
    .fetch('A', myBookings, [100, 200], mine, ann)
    .mutate('A', 'login', [300, 400], login)
    .hit('B', myBookings, [390, 410], mine, bob)

  expect(judge(history)).toEqual([])
})

test('a read that overlaps two changes may be of the last session', () => {
  const history = owned()
    .mutate('A', 'login', [300, 400], login)
    .mutate('A', 'logout', [500, 600], { boundary: { from: 's2', to: 's3' } })
    .request(myBookings, [290, 610], { 'booking:7': 1 }, { session: 's3' })
    .read('A', myBookings, [290, 620], { 'booking:7': 1 }, ann)

  expect(judge(history)).toEqual([])
})

/** Sent again by the browser, it begins `s2` at 200 and `s3` at 400; its page has the answer at 500. */
const sentTwice = () =>
  owned()
    .mutate('A', 'login', [100, 500], { ...login, at: 200 })
    .mutate('A', 'login again', [200, 500], { boundary: { from: 's2', to: 's3' }, executions: [] })

test('a read that overlaps a login which the browser sends again may be of each of its sessions', () => {
  const history = sentTwice()
    .request(myBookings, [250, 600], mine, { session: 's2' })
    .read('B', myBookings, [410, 610], mine, { session: 's3', user: 'bob' })

  expect(judge(history)).toEqual([])
})

test('a read that begins when a login which was sent again is answered is of its last session alone', () => {
  const history = sentTwice().request(myBookings, [250, 600], mine, { session: 's2' })
  const late = { session: 's3', user: 'bob' }

  expect(stories(judge(history.read('B', myBookings, [510, 610], mine, late)))).toEqual([
    expect.stringContaining("that was made for ann, and the read is bob's"),
  ])
})

test('a read that was over before a login was sent again is not of the session that it then began', () => {
  const history = sentTwice()
    .request(myBookings, [120, 160], { 'booking:7': 1 }, { session: 's3' })
    .read('B', myBookings, [110, 170], { 'booking:7': 1 }, { session: 's1', user: 'paul' })

  expect(stories(judge(history))).toEqual([
    expect.stringContaining('only in session s3, and the read is in session s1'),
  ])
})

test('a change between other sessions excuses nothing', () => {
  const history = owned()
    .fetch('A', myBookings, [100, 200], mine, ann)
    .mutate('A', 'login', [300, 400], { boundary: { from: 's2', to: 's3' } })
    .hit('B', myBookings, [390, 410], { 'booking:7': 1 }, { session: 's2', user: 'ann' })

  expect(judge(history)).toHaveLength(1)
})

test('a read that shares a request of the session before is a violation', () => {
  const history = owned()
    .request(verify7, [100, 900], { 'booking:7': 1 }, { session: 's1' })
    .mutate('A', 'login', [300, 400], login)
    .read('B', verify7, [500, 910], { 'booking:7': 1 }, { session: 's2', user: 'paul' })

  expect(stories(judge(history))).toEqual([expect.stringContaining('only in session s1')])
})

test('where the server’s requests were not recorded, only owners are judged', () => {
  const history = owned().hit('B', myBookings, [500, 501], { 'booking:7': 1 }, { session: 's9', user: 'paul' })

  expect(judge(history)).toEqual([])
})
