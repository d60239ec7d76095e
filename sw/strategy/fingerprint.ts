import { parsed } from '../invalidate/parsed.ts'
import type { MutationMatch } from '../plan.ts'
import type { Context } from './context.ts'

/** bytes; of a longer body only length and type are compared. */
const MOST_BYTES = 1_048_576

export interface Body {
  /** Tells a repeated dispatch from another request; null where it can't, or mustn't, be told. */
  readonly fingerprint: string | null
  /** The JSON that the rule's templates look into. */
  readonly json: unknown
}

/** Reads a copy of the request's body. Passwords are not even hashed: a login's repeat is not recognised. */
export async function readBody({ ports, store }: Context, { request, route }: MutationMatch): Promise<Body> {
  if (route?.rule.session) return { fingerprint: null, json: undefined }
  const type = request.headers.get('content-type') ?? ''
  // What may be a file stays where it is, in another process, to which each question takes its time.
  const copy = request.clone()
  const body: ArrayBuffer | Blob = /^$|json|urlencoded|^text/i.test(type) ? await copy.arrayBuffer() : await copy.blob()
  const bytes = 'size' in body ? body.size : body.byteLength
  const about = `${type} ${bytes}`
  if (bytes > MOST_BYTES) return { fingerprint: about, json: undefined }
  const { secret } = await store.run()
  const text = 'size' in body ? await body.text() : new TextDecoder().decode(body)
  return {
    fingerprint: await ports.keyedHash(secret, `${about}\n${text}`),
    json: route?.needsBody ? parsed({ body: text }) : undefined,
  }
}
