/** What the page asks for, in the platform's own words (Fetch, "cache mode"; RFC 9111, section 5.2.1). */
export interface RequestMode {
  readonly mode: 'default' | 'no-cache' | 'reload' | 'no-store' | 'stored' | 'only-stored'
  /** ms; the entry may be no older. */
  readonly maxAge: number
}

/** `busted`: the URL carries a parameter that says *ask the network*. */
export function requestMode({ cache, headers }: Request, busted: boolean): RequestMode {
  const directives = (headers.get('cache-control') ?? '').toLowerCase()
  const says = (directive: string): boolean => new RegExp(`(?:^|[\\s,])${directive}`).test(directives)
  const any = { maxAge: Number.POSITIVE_INFINITY }
  if (cache === 'no-store' || says('no-store')) return { mode: 'no-store', ...any }
  if (cache === 'reload' || busted) return { mode: 'reload', ...any }
  if (cache === 'no-cache' || says('no-cache')) return { mode: 'no-cache', ...any }
  if (cache === 'only-if-cached') return { mode: 'only-stored', ...any }
  const maxAge = /(?:^|[\s,])max-age="?(\d+)/.exec(directives)?.[1]
  if (maxAge !== undefined) return { mode: 'stored', maxAge: Number(maxAge) * 1_000 }
  if (cache === 'force-cache') return { mode: 'stored', ...any }
  return { mode: /no-cache/i.test(headers.get('pragma') ?? '') ? 'no-cache' : 'default', ...any }
}
