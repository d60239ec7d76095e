import { expect, test } from 'vitest'

test('the browser has everything that the worker and the page client are built on', () => {
  const needed = ['indexedDB', 'URLPattern', 'BroadcastChannel', 'EventSource', 'caches', 'crypto']

  expect(needed.filter((name) => !(name in globalThis))).toEqual([])
  expect('serviceWorker' in navigator && 'locks' in navigator).toBe(true)
})

test('IndexedDB is the real one, not a stand-in', async () => {
  const names = (await indexedDB.databases()).map(({ name }) => name)

  expect(names).not.toContain('payment-sync')
  expect(String(IDBFactory)).toContain('[native code]')
})
