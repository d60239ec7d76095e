/** What the page asks for, in the platform's own words (Fetch, "cache mode"; RFC 9111, section 5.2.1). */
export interface RequestMode {
  readonly mode: 'default' | 'no-cache' | 'reload' | 'no-store' | 'stored' | 'only-stored'
  /** ms; the entry may be no older. */
  readonly maxAge: number
}

/** `busted`: the URL carries a parameter that says *ask the network*. */
export function requestMode(request: Request, busted: boolean): RequestMode {
  const directives = (request.headers.get('cache-control') ?? '').toLowerCase()
  const maxAge = /(?:^|[\s,])max-age="?(\d+)/.exec(directives)?.[1]
  const any = { maxAge: Number.POSITIVE_INFINITY }
  if (request.cache === 'no-store' || /(?:^|[\s,])no-store/.test(directives)) return { mode: 'no-store', ...any }
  if (request.cache === 'reload' || busted) return { mode: 'reload', ...any }
  if (request.cache === 'no-cache' || /(?:^|[\s,])no-cache/.test(directives)) return { mode: 'no-cache', ...any }
  if (request.cache === 'only-if-cached') return { mode: 'only-stored', ...any }
  if (maxAge !== undefined) return { mode: 'stored', maxAge: Number(maxAge) * 1_000 }
  if (request.cache === 'force-cache') return { mode: 'stored', ...any }
  if ((request.headers.get('pragma') ?? '').toLowerCase().includes('no-cache')) return { mode: 'no-cache', ...any }
  return { mode: 'default', ...any }
}
