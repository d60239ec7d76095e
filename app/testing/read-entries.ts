/** An answer in the store, as the database has it. */
export interface StoredEntry {
  readonly url: string
  readonly class: string
  readonly groups: readonly string[]
  readonly status: number
  /** JSON and other text; undefined for what is not text. */
  readonly body: string | undefined
  readonly asOf: number
  readonly confirmedAt: Date
}

/** Runs in the page: nothing from outside this function is there. */
export async function entriesIn(name: string): Promise<StoredEntry[]> {
  const done = <Result>(request: IDBRequest<Result>): Promise<Result> =>
    new Promise((resolve, reject) => {
      request.addEventListener('success', () => resolve(request.result))
      request.addEventListener('error', () => reject(request.error))
    })
  // To open one that isn't there would make it.
  const all = await indexedDB.databases()
  if (!all.some((database) => database.name === name)) return []
  const database = await done(indexedDB.open(name))
  try {
    const rows = (await done(database.transaction('entries').objectStore('entries').getAll())) as (StoredEntry & {
      readonly body: unknown
    })[]
    return rows.map(({ url, class: kind, groups, status, body, asOf, confirmedAt }) => ({
      url,
      class: kind,
      groups,
      status,
      body: typeof body === 'string' ? body : undefined,
      asOf,
      confirmedAt,
    }))
  } finally {
    database.close()
  }
}
