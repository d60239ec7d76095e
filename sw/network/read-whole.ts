import { passing, type Answer } from './answer.ts'

/** Reads an answer to its end, up to `limit` bytes; a larger one goes on as a stream, and a broken one breaks again. */
export async function readWhole(response: Response, limit: number): Promise<Answer> {
  const unread = passing(response)
  if (mustPass(response, limit)) return unread
  if (!response.body) return { ...unread, kind: 'whole' }
  const reader = response.body.getReader()
  const parts: Uint8Array<ArrayBuffer>[] = []
  let bytes = 0
  let kind: Answer['kind'] = 'passing'
  try {
    while (bytes <= limit) {
      const { done, value } = await reader.read()
      if (done) {
        const body = readable(await new Blob(parts).arrayBuffer(), response.headers)
        return { ...unread, kind: 'whole', body, bytes }
      }
      parts.push(value)
      bytes += value.byteLength
    }
  } catch {
    kind = 'broken'
  }
  return { ...unread, kind, response: new Response(goOn(parts, reader), response) }
}

/** What was read, then what is left: its end, or the same break. */
function goOn(
  parts: Uint8Array<ArrayBuffer>[],
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
): ReadableStream {
  return new ReadableStream({
    async pull(controller) {
      const part = parts.shift() ?? (await reader.read()).value
      if (part) controller.enqueue(part)
      else controller.close()
    },
    cancel: (reason) => reader.cancel(reason),
  })
}

/** What no other response can be made of, and what is too large or never ends. */
function mustPass({ redirected, status, headers }: Response, limit: number): boolean {
  return (
    redirected ||
    // Opaque ones and errors say 0 (Fetch, section 2.2.6).
    status < 200 ||
    Number(headers.get('content-length')) > limit ||
    (headers.get('content-type') ?? '').startsWith('text/event-stream')
  )
}

/** Text only where decoding and encoding again gives the same bytes. */
function readable(body: ArrayBuffer, headers: Headers): string | ArrayBuffer {
  const type = headers.get('content-type') ?? ''
  if (!/json|^text\//i.test(type) || /charset=(?!"?utf-?8)/i.test(type)) return body
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
  } catch {
    // Not UTF-8 after all: kept as bytes.
    return body
  }
}
