import { expect, onTestFinished, test, vi } from 'vitest'
import { COUNTED, type Database } from '../../sw/store/database.ts'
import { openIndexedDb } from '../../sw/store/indexed-db.ts'
import { deleteRaw } from './support/raw-database.ts'
import { entryRow } from './support/rows.ts'

const entry = entryRow()
const ledger = { group: 'booking:7', stamp: 41, at: 42 }
const pages = { name: 'pages', ids: ['tab-1'] } as const

/** As the worker of schema 1 made it, with what it had stored. Never change this: it is what lies in browsers. */
async function databaseOfSchema1(name: string): Promise<void> {
  const request = indexedDB.open(name, 1)
  const opened = new Promise((resolve, reject) => {
    request.addEventListener('success', resolve)
    request.addEventListener('error', () => reject(request.error))
  })
  request.addEventListener('upgradeneeded', () => {
    const made = request.result
    const entries = made.createObjectStore('entries', { keyPath: 'key' })
    entries.createIndex('by session', 'session')
    entries.createIndex('by last use', 'lastUsed')
    made.createObjectStore('ledger', { keyPath: 'group' }).put(ledger)
    made.createObjectStore('intents', { keyPath: 'id' })
    made.createObjectStore('meta', { keyPath: 'name' }).put(pages)
    entries.put(entry)
  })
  await opened
  request.result.close()
}

let made = 0
async function named(): Promise<string> {
  const name = `schema test ${(made += 1)}`
  onTestFinished(() => deleteRaw(name))
  await databaseOfSchema1(name)
  return name
}

async function opened(name: string, upgrade: boolean, onClose = (): void => {}): Promise<Database> {
  const database = await openIndexedDb(name, { upgrade, onClose })
  onTestFinished(() => database.close())
  return database
}

const held = (database: Database) =>
  database.transact('readonly', async (store) => [
    await store.all('entries'),
    await store.all('ledger'),
    await store.all('meta'),
    await store.longestUnused(5),
  ])

test('a waiting worker works with a database of schema 1 as it is, but counts nothing', async () => {
  const name = await named()
  const onClose = vi.fn()
  const active = await opened(name, false, onClose)

  const waiting = await opened(name, false)

  expect(waiting.version).toBe(1)
  expect(await held(waiting)).toEqual([[entry], [ledger], [pages], [entry]])
  await expect(waiting.transact('readwrite', (store) => store.all('stats'), COUNTED)).rejects.toThrow(/not found/)
  expect(await held(active)).toEqual([[entry], [ledger], [pages], [entry]])
  expect(onClose).not.toHaveBeenCalled()
})

test('an active worker upgrades it, and keeps what is stored', async () => {
  const name = await named()
  const former = vi.fn()
  await opened(name, false, former)

  const upgraded = await opened(name, true)

  expect(upgraded.version).toBe(2)
  expect(former).toHaveBeenCalledTimes(1)
  expect(await held(upgraded)).toEqual([[entry], [ledger], [pages], [entry]])
  const row = { minute: '2026-11-26T01:31', counts: { 'booking hit': 1 } }
  await upgraded.transact('readwrite', (store) => store.put('stats', row), COUNTED)
  expect(await upgraded.transact('readonly', (store) => store.all('stats'), COUNTED)).toEqual([row])
})

test('while it is being counted, readers go on', async () => {
  const database = await opened(await named(), true)
  const counting = { isDone: false }
  const counted = database.transact(
    'readwrite',
    async (store) => {
      while (!counting.isDone) await store.all('stats')
    },
    COUNTED,
  )

  expect(await held(database)).toEqual([[entry], [ledger], [pages], [entry]])

  counting.isDone = true
  await counted
})
