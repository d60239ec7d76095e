import type { ClassPolicy } from '../../shared/policy.ts'

/** For how long an answer may be used, in ms of its age, and for what. Never longer than the class's TTL. */
export interface Lifetime {
  /** Without asking anybody. */
  readonly fresh: number
  /** While it is being revalidated (RFC 5861, section 3). */
  readonly whileRevalidating: number
  /** When the network fails (RFC 5861, section 4). */
  readonly ifError: number
}

/**
 * The TTL table, shortened by what the server says (RFC 9111, section 5.2.2; RFC 5861). Where the server is silent, or
 * says `no-cache` on a network-first route (which asks it anyway), the table holds.
 */
export function lifetime(cacheControl: string | null, { strategy, ttl }: ClassPolicy): Lifetime {
  const says = directives(cacheControl)
  const maxAge = seconds(says, 'max-age')
  const fresh = says.has('no-cache') && strategy !== 'network-first' ? 0 : Math.min(ttl, maxAge ?? ttl)
  if (says.has('must-revalidate')) {
    // While it is fresh by the server's own word, it needs no revalidation.
    const still = maxAge === undefined ? 0 : fresh
    return { fresh, whileRevalidating: still, ifError: still }
  }
  if (fresh === 0 && maxAge === undefined) return { fresh: 0, whileRevalidating: 0, ifError: 0 }
  const longer = (more: number | undefined): number => Math.min(ttl, fresh + (more ?? 0))
  return {
    fresh,
    whileRevalidating: longer(seconds(says, 'stale-while-revalidate')),
    ifError: longer(seconds(says, 'stale-if-error')),
  }
}

/** Whether the answer may be kept at all (RFC 9111, section 3). */
export function mayBeStored(cacheControl: string | null, vary: string | null): boolean {
  return !directives(cacheControl).has('no-store') && !(vary ?? '').includes('*')
}

/** Directive → its number. One that can't be read counts as 0: stale (RFC 9111, section 4.2.1). */
function directives(header: string | null): Map<string, number> {
  const found = new Map<string, number>()
  for (const part of (header ?? '').toLowerCase().split(',')) {
    const [name = '', value = ''] = part.trim().split('=')
    const digits = value.replaceAll('"', '')
    const number = /^\d+$/.test(digits) ? Number(digits) : 0
    // The same directive twice: the stricter reading, as the same section encourages.
    found.set(name, Math.min(number, found.get(name) ?? number))
  }
  return found
}

/** In ms. */
function seconds(says: ReadonlyMap<string, number>, name: string): number | undefined {
  const value = says.get(name)
  return value === undefined ? undefined : value * 1_000
}
