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
  const of = (mode: RequestMode['mode'], maxAge = Number.POSITIVE_INFINITY): RequestMode => ({ mode, maxAge })
  if (cache === 'no-store' || says('no-store')) return of('no-store')
  if (cache === 'reload' || busted) return of('reload')
  if (cache === 'no-cache' || says('no-cache')) return of('no-cache')
  if (cache === 'only-if-cached') return of('only-stored')
  const maxAge = /(?:^|[\s,])max-age="?(\d+)/.exec(directives)?.[1]
  if (maxAge !== undefined) return of('stored', Number(maxAge) * 1_000)
  if (cache === 'force-cache') return of('stored')
  return of(/no-cache/i.test(headers.get('pragma') ?? '') ? 'no-cache' : 'default')
}
