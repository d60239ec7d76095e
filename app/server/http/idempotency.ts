import { createHash, randomUUID } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { Problem } from './problem.ts'
import { send } from './answer-change.ts'
import { claimKey, recordAnswer, releaseKey, type KeyedRequest } from './idempotency-rows.ts'
import type { AppContext, AppEnv, Deps } from './app-env.ts'

/** Another instance is asked about this often whether it is done. */
const pollMs = 100

/**
 * `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): a POST of a user is executed once under one key. A
 * repeat gets the recorded answer; one that comes while the first still runs waits for it; another request under the
 * same key is a 422. Failures of ours (5xx) aren't recorded: nothing was changed, and the repeat tries again.
 */
export function idempotency(deps: Deps): MiddlewareHandler<AppEnv> {
  const run = randomUUID()
  const running = new Map<string, Promise<void>>()

  /** The recorded answer; undefined once the key is ours to execute. */
  const claim = async (request: KeyedRequest): Promise<Response | undefined> => {
    for (;;) {
      // Whoever leaves this loop without waiting has, in the same turn, either an answer or the key.
      const before = running.get(nameOf(request))
      if (before) {
        await before
        continue
      }
      const { done, promise } = gate()
      running.set(nameOf(request), promise)
      const leave = (): void => {
        running.delete(nameOf(request))
        done()
      }
      try {
        const found = await claimKey(deps.database, request, run)
        if (found === 'ours') {
          ends.set(request, leave)
          return undefined
        }
        if (found === 'another request') {
          throw new Problem(422, 'This Idempotency-Key was used for another request. Take a new key for a new request.')
        }
        if (found !== 'running elsewhere') {
          const replayed = send({ ...found, headers: { ...found.headers, 'Idempotent-Replayed': 'true' } })
          leave()
          return replayed
        }
      } catch (error) {
        leave()
        throw error
      }
      await new Promise((resolve) => setTimeout(resolve, pollMs))
      leave()
    }
  }
  const ends = new WeakMap<KeyedRequest, () => void>()

  return async (c, next) => {
    const request = await keyedRequest(c)
    if (!request) return next()
    const replayed = await claim(request)
    if (replayed) return replayed
    try {
      let recorded = false
      c.set('recorder', {
        async record(on, answer) {
          await recordAnswer(on, request, run, answer)
          recorded = true
        },
      })
      await next()
      if (recorded) return
      // Nothing was committed: a refusal, or a failure.
      const { status } = c.res
      if (status >= 500 || status === 401 || status === 429) return await releaseKey(deps.database, request, run)
      const headers = Object.fromEntries([...c.res.headers].filter(([name]) => kept.has(name)))
      await recordAnswer(deps.database, request, run, { status, headers, body: await c.res.clone().text() })
    } finally {
      ends.get(request)?.()
    }
  }
}

const kept: ReadonlySet<string> = new Set(['content-type', 'cache-control', 'cache-group-invalidation', 'location'])

const nameOf = ({ owner, key }: KeyedRequest): string => `${owner} ${key}`

/** Undefined where there is nothing to record: no key, no user, or a route whose answer is a secret. */
async function keyedRequest(c: AppContext): Promise<KeyedRequest | undefined> {
  const { method, path } = c.req
  const key = c.req.header('idempotency-key')
  const user = c.get('user')
  if (key === undefined || method !== 'POST' || !user || path.startsWith('/api/auth/')) return undefined
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    const shown = JSON.stringify(key.slice(0, 40))
    throw new Problem(422, `Idempotency-Key is ${shown}; it must be 1 to 255 visible ASCII characters.`)
  }
  const bodyDigest = createHash('sha256')
    .update(new Uint8Array(await c.req.arrayBuffer()))
    .digest('base64url')
  return { owner: user.id, key, method, path, bodyDigest }
}

function gate(): { done: () => void; promise: Promise<void> } {
  let done = (): void => undefined
  const promise = new Promise<void>((resolve) => {
    done = resolve
  })
  return { done, promise }
}
