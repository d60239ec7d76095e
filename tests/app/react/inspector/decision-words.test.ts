import { expect, test } from 'vitest'
import { decisionWords, takenWords } from '../../../../app/react/inspector/decision-words.ts'
import { inspectorLabels } from '../../../../app/react/inspector/labels.ts'
import { readDecision, shortUrl } from '../../../../app/react/inspector/read-decision.ts'

const decision = (how: string, method = 'GET') => ({
  at: 0,
  method,
  url: 'https://shop.example/api/bookings',
  class: 'booking',
  cacheStatus: how,
  duration: 1_240,
  clientId: 'a',
  own: true,
})

test.each([
  ['payment-sync; hit; ttl=21', 'store', 'from the store, 21 s left'],
  [
    'payment-sync; hit; ttl=240; detail=masked',
    'store',
    'from the store, 4 min left; old payments shown as being checked',
  ],
  ['payment-sync; hit; ttl=9; detail=network-fallback', 'fallback', 'API unreachable or late: last known, 9 s left'],
  [
    'payment-sync; hit; ttl=9; detail=network-fallback-masked',
    'fallback',
    'API unreachable: last known, 9 s left; payments shown as being checked',
  ],
  ['payment-sync; fwd=stale; fwd-status=304; stored', 'confirmed', 'network, 304: what is stored is still right'],
  ['payment-sync; fwd=miss; fwd-status=200; stored', 'network', 'network, 200: a new answer'],
  ['payment-sync; fwd=stale; fwd-status=200; collapsed', 'shared', 'network, 200: shared with another request'],
  [
    'payment-sync; fwd=miss; fwd-status=200; stored; detail=batched',
    'batched',
    'network, 200: asked for together with others',
  ],
  ['payment-sync; fwd=miss; fwd-status=503', 'failed', 'network, 503: nothing stored could stand in'],
  ['payment-sync; fwd=bypass', 'failed', 'no answer from the API, and nothing stored could stand in'],
  ['payment-sync; fwd=miss; fwd-status=404', 'network', 'network, 404: a new answer'],
  ['payment-sync; fwd=miss; detail=only-if-cached', 'none', 'not stored, and the page wanted nothing else'],
  ['a-cdn; hit, payment-sync; fwd=stale; fwd-status=304', 'confirmed', 'network, 304: what is stored is still right'],
])('a read with “%s” went the way of %s: %s', (how, way, words) => {
  expect(readDecision(decision(how)).way).toBe(way)
  expect(decisionWords(decision(how), inspectorLabels)).toBe(words)
})

test.each([
  ['payment-sync; fwd=method; fwd-status=200', 'sent', 'sent to the API: 200'],
  ['payment-sync; fwd=method; fwd-status=503', 'sent', 'sent to the API: 503'],
  ['payment-sync; detail=watched-no-rule', 'watched', 'sent past the worker, which only watched'],
  ['payment-sync; fwd=bypass', 'lost', 'sent to the API: no answer, it may have been done'],
  ['payment-sync; hit; detail=repeated-dispatch', 'repeat', 'answered from the record: it is not sent twice'],
])('a change with “%s” went the way of %s: %s', (how, way, words) => {
  expect(readDecision(decision(how, 'POST')).way).toBe(way)
  expect(decisionWords(decision(how, 'POST'), inspectorLabels)).toBe(words)
})

test('says how long it took and for whom, and leaves out the origin of the page', () => {
  expect(takenWords(decision(''), inspectorLabels)).toBe('1 s, this tab')
  expect(takenWords({ ...decision(''), own: false }, inspectorLabels)).toBe('1 s, another tab')
  expect(shortUrl('https://shop.example/api/bookings?a=1', 'https://shop.example')).toBe('/api/bookings?a=1')
  expect(shortUrl('https://shop.example.org/api', 'https://shop.example')).toBe('https://shop.example.org/api')
})
