import { cdp } from 'vitest/browser'
import { afterEach, expect, test, vi } from 'vitest'
import { SCHEMA_VERSION, TABLES, type Database } from '../../sw/store/database.ts'
import { openIndexedDb } from '../../sw/store/indexed-db.ts'
import { deleteRaw, openRaw, versionOf } from './support/raw-database.ts'
import { entryRow } from './support/rows.ts'

// A worker of a later day: only with an older schema before it is there anything to upgrade.
vi.mock('../../sw/store/database.ts', async (original) => ({
  ...(await original<object>()),
  SCHEMA_VERSION: 3,
}))

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

/** Playwright's, which the types of `cdp()` leave open. */
interface CDPSession {
  send(method: 'Storage.overrideQuotaForOrigin', options: { origin: string; quotaSize?: number }): Promise<unknown>
}

declare global {
  interface WorkerNavigator {
    /** Not in TypeScript's library yet (Chromium 122). */
    readonly storageBuckets: { open(name: string): Promise<{ readonly indexedDB: IDBFactory }> }
  }
}

let made = 0
/** A database that no other test has seen. */
const newName = (): string => `indexed-db test ${(made += 1)}`

const openWith = (name: string, { upgrade = true, onClose = (): void => {} } = {}): Promise<Database> =>
  openIndexedDb(name, { upgrade, onClose })

function promised(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve: () => resolve() }
}

const ledgerRow = (group: string, at: number) => ({ group, stamp: at, at })

test.each([true, false])('makes a missing database at the version of its schema (may upgrade: %s)', async (upgrade) => {
  const name = newName()

  const database = await openWith(name, { upgrade })

  expect(database.version).toBe(SCHEMA_VERSION)
  expect(await versionOf(name)).toBe(SCHEMA_VERSION)
  for (const table of TABLES) expect(await database.transact('readonly', (store) => store.all(table))).toEqual([])
})

test('several workers that find it missing at once all open the same one', async () => {
  const name = newName()

  const [one, other] = await Promise.all([openWith(name), openWith(name, { upgrade: false })])
  await one.transact('readwrite', (store) => store.put('ledger', ledgerRow('bookings', 5)))

  expect(await other.transact('readonly', (store) => store.get('ledger', 'bookings'))).toEqual(ledgerRow('bookings', 5))
})

test('opens an older database as it stands, and upgrades it only when it may', async () => {
  const name = newName()
  const older = await openRaw(name, 1)
  older.close()

  const standing = await openWith(name, { upgrade: false })
  expect(standing.version).toBe(1)
  standing.close()

  const upgraded = await openWith(name)
  expect(upgraded.version).toBe(SCHEMA_VERSION)
})

test('refuses a newer database in words, and leaves it alone', async () => {
  const name = newName()
  const newer = await openRaw(name, SCHEMA_VERSION + 1, ['theirs'])
  newer.close()

  await expect(openWith(name)).rejects.toMatchObject({
    code: 'NEWER_SCHEMA',
    message: expect.stringMatching(/has schema 4, this worker knows 3: a newer worker made it/) as unknown,
  })
  const again = await openRaw(name, SCHEMA_VERSION + 1)
  expect([...again.objectStoreNames]).toEqual(['theirs'])
  again.close()
  // Nothing of the refused one is left open.
  await deleteRaw(name)
})

test('lets go of a database that somebody deletes, and says so once', async () => {
  const name = newName()
  const onClose = vi.fn()
  const database = await openWith(name, { onClose })

  await deleteRaw(name)

  expect(onClose).toHaveBeenCalledTimes(1)
  await expect(database.transact('readonly', (store) => store.all('meta'))).rejects.toThrow(/clos/i)
})

test('lets go of a database that a newer worker upgrades', async () => {
  const name = newName()
  const onClose = vi.fn()
  await openWith(name, { onClose })

  const newer = await openRaw(name, SCHEMA_VERSION + 1)

  expect(onClose).toHaveBeenCalledTimes(1)
  newer.close()
})

test('says so when the engine severs the connection', async () => {
  const open = vi.spyOn(IDBFactory.prototype, 'open')
  const onClose = vi.fn()
  await openWith(newName(), { onClose })

  const request = open.mock.results.at(-1)?.value as IDBOpenDBRequest
  request.result.dispatchEvent(new Event('close'))

  expect(onClose).toHaveBeenCalledTimes(1)
})

test('says nothing when its owner closes it', async () => {
  const name = newName()
  const onClose = vi.fn()
  const database = await openWith(name, { onClose })

  database.close()
  await deleteRaw(name)

  expect(onClose).not.toHaveBeenCalled()
})

test('gives an upgrade up that another connection holds up, says why, and lets go when it comes late', async () => {
  const name = newName()
  const holding = await openRaw(name, 1)

  await expect(openWith(name)).rejects.toMatchObject({
    code: 'STORE_UNAVAILABLE',
    message: expect.stringMatching(/is held open by another tab or worker/) as unknown,
  })

  holding.close()
  await deleteRaw(name)
  expect(await versionOf(name)).toBeUndefined()
})

test('waits with an upgrade for the last transaction of a connection that lets go', async () => {
  const name = newName()
  const raw = await openRaw(name, 1, TABLES)
  raw.close()
  const letsGo = promised()
  const older = await openWith(name, { upgrade: false, onClose: letsGo.resolve })
  const turns = { left: Number.POSITIVE_INFINITY }
  const last = older.transact('readwrite', async (store) => {
    for (; turns.left > 0; turns.left -= 1) await store.all('meta')
    await store.put('meta', { name: 'pages', ids: ['written last'] })
  })

  const upgrading = openWith(name)
  await letsGo.promise
  // Long enough for the browser to find the connection still open.
  turns.left = 50

  await last
  const upgraded = await upgrading
  expect(upgraded.version).toBe(SCHEMA_VERSION)
  expect(await upgraded.transact('readonly', (store) => store.get('meta', 'pages'))).toMatchObject({
    ids: ['written last'],
  })
})

test('a transaction whose work fails has changed nothing, and fails with what the work threw', async () => {
  const database = await openWith(newName())
  const reason = new Error('changed its mind')

  await expect(
    database.transact('readwrite', async (store) => {
      await store.put('ledger', ledgerRow('bookings', 5))
      throw reason
    }),
  ).rejects.toBe(reason)

  expect(await database.transact('readonly', (store) => store.all('ledger'))).toEqual([])
})

test('a row that can not be stored fails its transaction, and takes the others with it', async () => {
  const database = await openWith(newName())

  await expect(
    database.transact('readwrite', (store) =>
      Promise.all([
        store.put('ledger', ledgerRow('bookings', 5)),
        store.put('meta', { name: 'secret', key: () => 'no function can be stored' }),
      ]),
    ),
  ).rejects.toMatchObject({ name: 'DataCloneError' })

  expect(await database.transact('readonly', (store) => store.all('ledger'))).toEqual([])
})

test('a full disk is told by its name, and has changed nothing', async () => {
  // Chromium remembers for half a minute how much room a bucket had: only a new one asks again.
  const bucket = await navigator.storageBuckets.open('full')
  vi.stubGlobal('indexedDB', bucket.indexedDB)
  const browser = cdp() as unknown as CDPSession
  const database = await openWith(newName())
  await browser.send('Storage.overrideQuotaForOrigin', { origin: location.origin, quotaSize: 1 })
  try {
    await expect(
      database.transact('readwrite', async (store) => {
        await store.put('ledger', ledgerRow('bookings', 5))
        await store.put('entries', entryRow({ body: 'x'.repeat(1_000_000) }))
      }),
    ).rejects.toMatchObject({ name: 'QuotaExceededError' })
  } finally {
    await browser.send('Storage.overrideQuotaForOrigin', { origin: location.origin })
  }

  expect(await database.transact('readonly', (store) => store.all('ledger'))).toEqual([])
})

test('what looks without changing can not write', async () => {
  const database = await openWith(newName())

  await expect(database.transact('readonly', (store) => store.clear('entries'))).rejects.toMatchObject({
    name: 'ReadOnlyError',
  })
})

test('what was written is there, and waits for no power cut', async () => {
  const begin = vi.spyOn(IDBDatabase.prototype, 'transaction')
  const database = await openWith(newName())
  const row = entryRow()

  const key = await database.transact('readwrite', async (store) => {
    await store.put('entries', row)
    return row.key
  })

  expect(await database.transact('readonly', (store) => store.get('entries', key))).toEqual(row)
  expect(await database.transact('readonly', (store) => store.get('entries', 'another'))).toBeUndefined()
  expect(begin.mock.results.map(({ value }) => (value as IDBTransaction).durability)).toEqual(Array(3).fill('relaxed'))
})

test('entries are found by session, and by last use', async () => {
  const database = await openWith(newName())
  const rows = [3, 1, 2].map((use) =>
    entryRow({ key: `entry ${use}`, session: use === 1 ? 'hers' : 'his', lastUsed: new Date(use) }),
  )

  const [his, nobodys, unused] = await database.transact('readwrite', async (store) => {
    await Promise.all(rows.map((row) => store.put('entries', row)))
    return [await store.keysOf('his'), await store.keysOf('nobody'), await store.longestUnused(2)]
  })

  expect(his.toSorted()).toEqual(['entry 2', 'entry 3'])
  expect(nobodys).toEqual([])
  expect(unused.map(({ key }) => key)).toEqual(['entry 1', 'entry 2'])
})
