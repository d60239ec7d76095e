import { readAsOf } from '../client/public.ts'

/** Where an answer came from, and how old it was when it arrived. */
export interface Source {
  readonly from: 'network' | 'confirmed' | 'store' | 'fallback' | 'shared' | 'batched' | 'no-worker'
  /** Seconds since the server said so. */
  readonly age: number
  /** Seconds for which it may still be served. */
  readonly ttl: number | undefined
  /** `Date.now()` as it arrived. */
  readonly receivedAt: number
}

/**
 * Reads `Cache-Status` (RFC 9211), `Age` and `Payment-Sync-As-Of`. The last cache in the list is the nearest: the worker.
 *
 * @param confirmedAt when the server said so, in ms since 1970
 */
export function readSource(headers: Headers, confirmedAt: number): Source {
  const [, ...parameters] = (headers.get('Cache-Status')?.split(',').at(-1) ?? '').split(';')
  const said = new Map(
    parameters.map((parameter) => {
      const [name = '', value = ''] = parameter.trim().split('=')
      return [name, value.replaceAll('"', '')] as const
    }),
  )
  const ttl = Number.parseInt(said.get('ttl') ?? '', 10)
  const age = Number.parseInt(headers.get('Age') ?? '', 10) || 0
  return {
    from: readAsOf({ headers }) === undefined && said.size === 0 ? 'no-worker' : origin(said),
    age,
    ttl: Number.isNaN(ttl) ? undefined : ttl,
    receivedAt: confirmedAt + age * 1_000,
  }
}

function origin(said: ReadonlyMap<string, string>): Source['from'] {
  if (said.has('hit')) return said.get('detail')?.includes('fallback') ? 'fallback' : 'store'
  if (said.has('collapsed')) return 'shared'
  if (said.get('detail') === 'batched') return 'batched'
  return said.get('fwd-status') === '304' ? 'confirmed' : 'network'
}
