/** One event as it came over the wire. */
export interface LiveEvent {
  readonly id: string | undefined
  readonly event: string
  readonly data: { readonly groups?: readonly string[]; readonly changes?: readonly string[] }
}

/** A browser's end of the live channel, with no reconnecting: a test says when. */
export interface EventClient {
  readonly status: number
  readonly headers: Headers
  /** Everything as it came, comments included. */
  readonly raw: () => string
  readonly events: readonly LiveEvent[]
  /** The first event that fits, also one that came already. */
  until(fits: (event: LiveEvent) => boolean): Promise<LiveEvent>
  /** Resolves when the server ends the stream; true if it broke off instead. */
  readonly broken: Promise<boolean>
  close(): void
}

export async function listenTo(
  url: string,
  cookie: string | undefined,
  { lastId, query = '' }: { readonly lastId?: string; readonly query?: string } = {},
): Promise<EventClient> {
  const abort = new AbortController()
  const response = await fetch(`${url}/api/events${query}`, {
    headers: {
      ...(cookie === undefined ? {} : { cookie }),
      ...(lastId === undefined ? {} : { 'last-event-id': lastId }),
    },
    signal: abort.signal,
  })
  const events: LiveEvent[] = []
  const waiting = new Set<() => void>()
  let raw = ''
  let read = 0
  let over = false
  const take = (text: string): void => {
    raw += text
    for (let end = raw.indexOf('\n\n', read); end !== -1; end = raw.indexOf('\n\n', read)) {
      const parsed = parse(raw.slice(read, end))
      read = end + 2
      if (parsed) events.push(parsed)
    }
    for (const look of waiting) look()
  }
  const broken = readAll(response, take).finally(() => {
    over = true
    for (const look of waiting) look()
  })
  return {
    status: response.status,
    headers: response.headers,
    raw: () => raw,
    events,
    broken,
    until: (fits) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = events.find(fits)
          if (!found && !over) return
          waiting.delete(look)
          if (found) resolve(found)
          else reject(new Error(`the stream ended after ${JSON.stringify(events)}`))
        }
        waiting.add(look)
        look()
      }),
    close: () => abort.abort(),
  }
}

async function readAll(response: Response, take: (text: string) => void): Promise<boolean> {
  const decoder = new TextDecoder()
  try {
    for await (const part of response.body ?? []) take(decoder.decode(part, { stream: true }))
    return false
  } catch {
    return true
  }
}

/** Undefined for a comment, or a line about reconnecting. */
function parse(text: string): LiveEvent | undefined {
  const fields = new Map(text.split('\n').map((line) => [line.split(':')[0] ?? '', line.slice(line.indexOf(':') + 2)]))
  const event = fields.get('event')
  if (event === undefined) return undefined
  return { id: fields.get('id'), event, data: JSON.parse(fields.get('data') ?? '{}') as LiveEvent['data'] }
}
