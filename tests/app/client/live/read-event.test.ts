import { expect, test } from 'vitest'
import { gap, merge, readEvent } from '../../../../app/client/live/read-event.ts'

const read = (data: string, lastEventId = '42') => readEvent({ data, lastEventId })

test('an event tells what has changed, and its id where to go on from', () => {
  expect(read('{"groups":["booking:7","bookings"],"changes":["41","42"]}')).toEqual({
    id: '42',
    groups: ['booking:7', 'bookings'],
    changes: ['41', '42'],
  })
})

test('an event of a server that does not count its changes is read', () => {
  expect(read('{"groups":["bookings"]}')).toEqual({ id: '42', groups: ['bookings'], changes: [] })
})

test.each([
  ['no JSON', 'bookings'],
  ['null', 'null'],
  ['no groups', '{}'],
  ['groups that are none', '{"groups":"bookings"}'],
  ['a number', '{"groups":[7]}'],
  ['a name of the library', '{"groups":["@all"]}'],
  ['an empty name', '{"groups":[""]}'],
  ['changes that are none', '{"groups":["bookings"],"changes":{"41":1}}'],
  ['more than anybody can use', JSON.stringify({ groups: Array.from({ length: 5_001 }, (_, at) => `g${at}`) })],
])('an event with %s may have told anything: everything is wrong', (_, data) => {
  expect(read(data)).toEqual(gap('42'))
})

test('two events are one that tells both, and goes on from the later', () => {
  const one = read('{"groups":["booking:7","bookings"],"changes":["41"]}', '41')
  const other = read('{"groups":["booking:8","bookings"],"changes":["42"]}', '42')

  expect(merge(undefined, one)).toBe(one)
  expect(merge(one, other)).toEqual({
    id: '42',
    groups: ['booking:7', 'bookings', 'booking:8'],
    changes: ['41', '42'],
  })
  expect(merge({ ...one, id: '41' }, { ...other, id: '' }).id).toBe('41')
})

test('a gap stays one, whatever comes with it', () => {
  const event = read('{"groups":["bookings"],"changes":["43"]}', '43')

  expect(merge(gap('42'), event)).toEqual(gap('43'))
  expect(merge(event, gap('44'))).toEqual(gap('44'))
})
