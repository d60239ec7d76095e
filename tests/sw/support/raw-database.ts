/** Another connection to a database: somebody else's worker, or a person in the DevTools. Unlike ours, it never lets go. */
export function openRaw(name: string, version: number, tables: readonly string[] = []): Promise<IDBDatabase> {
  const request = indexedDB.open(name, version)
  request.addEventListener('upgradeneeded', () => {
    for (const table of tables) request.result.createObjectStore(table, { keyPath: 'name' })
  })
  return settled(request)
}

/** Waits, as a browser does, until every connection has let go. */
export async function deleteRaw(name: string): Promise<void> {
  await settled(indexedDB.deleteDatabase(name))
}

/** Undefined: there is none. */
export async function versionOf(name: string): Promise<number | undefined> {
  return (await indexedDB.databases()).find((database) => database.name === name)?.version
}

function settled<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error))
  })
}
