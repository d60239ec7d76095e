import { expect, test } from 'vitest'
import { booking7, given, myBookings, verify7 } from './builder.ts'
import { judge, stories } from './judge.ts'

const changed = () => given().write('payment:7', 1, 0).write('payment:7', 2, 1_000)

test('versions may rise, and stay', () => {
  const history = changed()
    .fetch('A', verify7, [100, 200], { 'payment:7': 1 })
    .fetch('B', verify7, [1_100, 1_200], { 'payment:7': 2 })
    .hit('A', verify7, [1_300, 1_301], { 'payment:7': 2 })

  expect(judge(history)).toEqual([])
})

test('an older version after a newer one is a violation, in any tab', () => {
  const history = changed()
    .fetch('A', verify7, [100, 200], { 'payment:7': 1 })
    .fetch('A', verify7, [1_100, 1_200], { 'payment:7': 2 })
    .hit('B', verify7, [1_300, 1_301], { 'payment:7': 1 })

  expect(stories(judge(history))).toEqual([
    'Tab B read payment:7 as version 1 (PENDING) from 1.300 to 1.301 s, from the store; but at 1.200 s tab A already had version 2 (ESCROW) of payment:7 from the same URL. (G3)',
  ])
})

test('reads that overlap may return in any order', () => {
  const history = changed()
    .fetch('A', verify7, [900, 2_000], { 'payment:7': 1 })
    .fetch('B', verify7, [1_100, 1_200], { 'payment:7': 2 }, { mode: 'reload' })

  expect(judge(history)).toEqual([])
})

test('two URLs may disagree, and so may two sessions', () => {
  const history = changed()
    .request(booking7, [100, 200], { 'payment:7': 1 })
    .request(verify7, [100, 200], { 'payment:7': 1 }, { session: 's2' })
    .fetch('A', verify7, [1_100, 1_200], { 'payment:7': 2 })
    .hit('B', booking7, [1_300, 1_301], { 'payment:7': 1 })
    .hit('C', verify7, [1_300, 1_301], { 'payment:7': 1 }, { session: 's2' })

  expect(judge(history)).toEqual([])
})

test('each item of a list counts', () => {
  const history = given()
    .write('booking:7', 1, 0)
    .write('booking:8', 1, 0)
    .write('booking:8', 2, 1_000)
    .fetch('A', myBookings, [1_100, 1_200], { 'booking:7': 1, 'booking:8': 2 })
    .read('B', myBookings, [1_300, 1_400], { 'booking:7': 1, 'booking:8': 1 })

  expect(stories(judge(history, ['G3']))).toEqual([expect.stringContaining('Tab B read booking:8 as version 1')])
})

test('what a list had come to list, it does not lack again', () => {
  const history = given()
    .write('booking:61', 1, 500, { listedIn: [myBookings] })
    .fetch('A', myBookings, [100, 200], {})
    .fetch('A', myBookings, [1_100, 1_200], { 'booking:61': 1 })
    .hit('B', myBookings, [1_300, 1_400], {})

  expect(stories(judge(history))).toEqual([expect.stringContaining('Tab B read booking:61 as missing')])
})

test('masked items neither go back nor set a mark', () => {
  const masked = { 'payment:7': { version: 2, masked: true } }
  const history = changed()
    .request(booking7, [0, 100], { 'payment:7': 1 })
    .request(booking7, [1_100, 1_200], { 'payment:7': 2 })
    .hit('A', booking7, [1_300, 1_301], masked)
    .hit('A', booking7, [1_400, 1_401], { 'payment:7': 1 })
    .hit('A', booking7, [1_500, 1_501], { 'payment:7': 2 })
    .hit('A', booking7, [1_600, 1_601], { 'payment:7': { version: 1, masked: true } })

  expect(judge(history, ['G3'])).toEqual([])
})

test('a page out of reach sets no mark', () => {
  const history = changed()
    .request(verify7, [100, 200], { 'payment:7': 1 })
    .fetch('A', verify7, [1_100, 1_200], { 'payment:7': 2 }, { controlled: false })
    .hit('B', verify7, [1_300, 1_301], { 'payment:7': 1 })

  expect(judge(history)).toEqual([])
})

test('what a page shows never goes back, in one place', () => {
  const history = changed()
    .show('A', 100, 'payment:7', 2)
    .show('B', 200, 'payment:7', 1)
    .show('A', 300, 'payment:7', 1, { place: 'list' })
    .show('A', 400, 'payment:7', 1, { masked: true })
    .show('A', 500, 'payment:7', 2)

  expect(judge(history)).toEqual([])
  expect(stories(judge(history.show('A', 600, 'payment:7', 1)))).toEqual([
    'Tab A showed version 1 (PENDING) of payment:7 at 0.600 s, after it had shown version 2 at 0.500 s. (G3)',
  ])
})
