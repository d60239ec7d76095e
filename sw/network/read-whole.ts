import { BrokenAnswer, hasNoBody, type Answer } from './answer.ts'

/**
 * Reads an answer to its end, up to `limit` bytes; a larger one goes on as a stream.
 *
 * @throws BrokenAnswer where the connection ends before the body does
 */
export async function readWhole(response: Response, limit: number): Promise<Answer> {
  const { status, statusText, headers, type, redirected } = response
  const passing: Answer = { kind: 'passing', status, headers, response }
  if (redirected || (type !== 'basic' && type !== 'cors' && type !== 'default')) return passing
  // A constructed response can't carry these: they are the browser's own business.
  if (status < 200) return passing
  if (hasNoBody(status) || !response.body) return { kind: 'whole', status, statusText, headers, body: null, bytes: 0 }
  if (Number(headers.get('content-length') ?? 0) > limit || headers.get('content-type')?.includes('text/event-stream'))
    return passing

  const reader = response.body.getReader()
  const parts: Uint8Array<ArrayBuffer>[] = []
  let bytes = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      parts.push(value)
      bytes += value.byteLength
      if (bytes > limit)
        return { ...passing, response: new Response(goOn(parts, reader), { status, statusText, headers }) }
    }
  } catch (cause) {
    throw new BrokenAnswer(new Response(breakOff(parts, cause), { status, statusText, headers }), cause)
  }
  return { kind: 'whole', status, statusText, headers, body: readable(joined(parts, bytes), headers), bytes }
}

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

function breakOff(parts: Uint8Array<ArrayBuffer>[], cause: unknown): ReadableStream {
  return new ReadableStream({
    pull(controller) {
      const part = parts.shift()
      if (part) controller.enqueue(part)
      else controller.error(cause)
    },
  })
}

function joined(parts: readonly Uint8Array<ArrayBuffer>[], bytes: number): ArrayBuffer {
  const all = new Uint8Array(bytes)
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.byteLength
  }
  return all.buffer
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
