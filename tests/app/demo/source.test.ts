import { expect, test } from 'vitest'
import { readSource } from '../../../app/demo/read-source.ts'
import { sourceWords } from '../../../app/demo/source-words.ts'

/** What the line says of an answer with these headers, so many seconds after it arrived. */
function words(headers: Record<string, string>, secondsLater = 0): string {
  const confirmedAt = 1_000_000
  const source = readSource(new Headers(headers), confirmedAt)
  return sourceWords(source, source.receivedAt + secondsLater * 1_000)
}

const asOf = { 'Payment-Sync-As-Of': '42' }

test.each<[string, Record<string, string>, string]>([
  [
    'fetched',
    { ...asOf, 'Cache-Status': 'payment-sync; fwd=miss; fwd-status=200; stored' },
    'from the network, just now',
  ],
  [
    'confirmed',
    { ...asOf, 'Cache-Status': 'payment-sync; fwd=stale; fwd-status=304; stored' },
    'confirmed by the server, just now',
  ],
  [
    'stored',
    { ...asOf, 'Cache-Status': 'payment-sync; hit; ttl=18', Age: '12' },
    'from the store, 12 s old, 18 s left',
  ],
  [
    'together with others',
    { ...asOf, 'Cache-Status': 'payment-sync; fwd=miss; fwd-status=200; stored; detail=batched' },
    'from the network, together with others, just now',
  ],
  ['shared', { ...asOf, 'Cache-Status': 'payment-sync; fwd=miss; collapsed' }, 'shared with another tab, just now'],
  [
    'a last resort',
    { ...asOf, 'Cache-Status': 'payment-sync; hit; ttl=21; detail=network-fallback', Age: '9' },
    'network failed: last known, 9 s old, 21 s left',
  ],
  ['not the worker’s', {}, 'from the network, without the worker, just now'],
  [
    'from behind another cache',
    { ...asOf, 'Cache-Status': 'edge; hit; ttl=600, payment-sync; fwd=miss; stored' },
    'from the network, just now',
  ],
  ['strange', { ...asOf, 'Cache-Status': ';;=;, ', Age: 'old' }, 'from the network, just now'],
])('an answer that is %s says so', (_, headers, line) => {
  expect(words(headers)).toBe(line)
})

test('what is on screen grows older, and its rest of life shorter, while nobody asks again', () => {
  const headers = { ...asOf, 'Cache-Status': 'payment-sync; hit; ttl=300', Age: '30' }

  expect(words(headers, 60)).toBe('from the store, 2 min old, 4 min left')
  expect(words(headers, 400)).toBe('from the store, 7 min old, 0 s left')
})
