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
        return { ...unread, kind: 'whole', body: readable(joined(parts, bytes), response.headers), bytes }
      }
      parts.push(value)
      bytes += value.byteLength
    }
  } catch {
    kind = 'broken'
  }
  return { ...unread, kind, response: new Response(goOn(parts, reader), response) }
}

/** Not by way of a Blob, whose bytes Chromium takes to another process and back. */
function joined(parts: readonly Uint8Array<ArrayBuffer>[], bytes: number): Uint8Array<ArrayBuffer> {
  const [only] = parts
  if (only?.byteLength === bytes) return only
  const whole = new Uint8Array(bytes)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.byteLength
  }
  return whole
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
function readable(body: Uint8Array<ArrayBuffer>, headers: Headers): string | ArrayBuffer {
  const type = headers.get('content-type') ?? ''
  if (/json|^text\//i.test(type) && !/charset=(?!"?utf-?8)/i.test(type)) {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
    } catch {
      // Not UTF-8 after all: kept as bytes.
    }
  }
  return body.slice().buffer
}
