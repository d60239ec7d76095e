import { expect, test } from 'vitest'
import { readTabMessage } from '../../../../app/client/live/tab-messages.ts'

test.each([
  [{ type: 'ask' }],
  [{ type: 'beat', state: 'connected', lastId: '41', yields: false }],
  [{ type: 'told', groups: ['booking:7'] }],
])('%j is read', (message) => {
  expect(readTabMessage(message)).toEqual(message)
})

test.each([
  ['nothing', undefined],
  ['a text', 'ask'],
  ['what nobody knows', { type: 'elect' }],
  ['a state that nobody knows', { type: 'beat', state: 'asleep', lastId: '41', yields: false }],
  ['a beat without an id', { type: 'beat', state: 'connected', yields: false }],
  ['groups that are none', { type: 'told', groups: 'bookings' }],
])('%s is ignored', (_, message) => {
  expect(readTabMessage(message)).toBeUndefined()
})
