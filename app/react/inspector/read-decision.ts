import type { Decision } from '../../../shared/report.ts'

/** Which way an answer took, and what became of it there. */
export type Way =
  | 'store' // from the store alone
  | 'fallback' // the API failed or was late, so from the store
  | 'confirmed' // 304
  | 'network'
  | 'shared' // a request that was under way
  | 'batched' // asked for together with others
  | 'failed' // the API failed, and nothing could stand in
  | 'sent' // a change
  | 'lost' // a change without an answer
  | 'repeat' // a change that had been answered before
  | 'watched' // a change that went past the worker
  | 'none' // `only-if-cached`, and nothing was stored

export interface Reading {
  readonly way: Way
  /** Seconds for which it may still be served. */
  readonly ttl: number | undefined
  /** Of the API's answer; undefined where there is none. */
  readonly status: number | undefined
  /** Payments that aged were shown as being checked. */
  readonly isMasked: boolean
  /** The parameters as they are, for what has no words here. */
  readonly said: string
}

/** Reads `Cache-Status` (RFC 9211): the last cache of the list is the nearest, the worker. */
export function readDecision({ method, cacheStatus }: Pick<Decision, 'method' | 'cacheStatus'>): Reading {
  const [, ...parameters] = (cacheStatus.split(',').at(-1) ?? '').split(';')
  const said = new Map(
    parameters.map((parameter) => {
      const [name = '', value = ''] = parameter.trim().split('=')
      return [name, value.replaceAll('"', '')] as const
    }),
  )
  const detail = said.get('detail') ?? ''
  const status = whole(said.get('fwd-status'))
  return {
    way: wayOf(method, said, detail, status),
    ttl: whole(said.get('ttl')),
    status,
    isMasked: detail.includes('masked'),
    said: parameters.join(';').trim(),
  }
}

function wayOf(method: string, said: ReadonlyMap<string, string>, detail: string, status: number | undefined): Way {
  if (detail.startsWith('watched')) return 'watched'
  return /^(GET|HEAD)$/.test(method) ? wayOfRead(said, detail, status) : wayOfChange(detail, status)
}

function wayOfRead(said: ReadonlyMap<string, string>, detail: string, status: number | undefined): Way {
  if (said.has('hit')) return detail.includes('fallback') ? 'fallback' : 'store'
  if (detail === 'only-if-cached') return 'none'
  if (status === undefined || status >= 500 || status === 429) return 'failed'
  if (said.has('collapsed')) return 'shared'
  if (detail === 'batched') return 'batched'
  return status === 304 ? 'confirmed' : 'network'
}

function wayOfChange(detail: string, status: number | undefined): Way {
  if (detail === 'repeated-dispatch') return 'repeat'
  return status === undefined ? 'lost' : 'sent'
}

function whole(text: string | undefined): number | undefined {
  const number = Number.parseInt(text ?? '', 10)
  return Number.isNaN(number) ? undefined : number
}

/** The address as people read it: without the origin, where it is this one. */
export function shortUrl(url: string, origin: string): string {
  return url.startsWith(`${origin}/`) ? url.slice(origin.length) : url
}
