import { createHash } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { Problem } from './problem.ts'
import { CHANGES_HEADER } from './change-rows.ts'
import { send } from './answer-change.ts'
import { claimKey, recordAnswer, releaseKey, type KeyedRequest } from './idempotency-rows.ts'
import { turnstile } from './turnstile.ts'
import type { AppContext, AppEnv, Deps, Recordable } from './app-env.ts'

/** How often another instance's work is looked after. */
const pollMs = 100

/** What a replay says again; a recorded answer never carries a cookie. */
const kept: ReadonlySet<string> = new Set([
  'content-type',
  'cache-control',
  'cache-group-invalidation',
  'location',
  CHANGES_HEADER.toLowerCase(),
])

/**
 * `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): a POST of a user is executed once under one key. A
 * repeat gets the recorded answer; one that comes while the first still runs waits for it; another request under the
 * same key is a 422. Failures of ours (5xx) aren't recorded: nothing was changed, and the repeat tries again.
 */
export function idempotency({ database, run }: Deps): MiddlewareHandler<AppEnv> {
  const enter = turnstile()

  return async (c, next) => {
    const request = await keyedRequest(c)
    if (!request) return next()
    const leave = await enter(`${request.owner} ${request.key}`)
    try {
      const found = await claim(request)
      if (found) return send({ ...found, headers: { ...found.headers, 'Idempotent-Replayed': 'true' } })
      await execute(c, request, next)
    } finally {
      leave()
    }
  }

  /** The recorded answer, once there is one; undefined when the request is ours to execute. */
  async function claim(request: KeyedRequest): Promise<Recordable | undefined> {
    for (;;) {
      const found = await claimKey(database, request, run)
      if (found === 'ours') return undefined
      if (found === 'another request') {
        throw new Problem(422, 'This Idempotency-Key was used for another request. Take a new key for a new request.')
      }
      if (found !== 'running elsewhere') return found
      await new Promise((resolve) => setTimeout(resolve, pollMs))
    }
  }

  async function execute(c: AppContext, request: KeyedRequest, next: () => Promise<void>): Promise<void> {
    let recorded = false
    c.set('recorder', {
      async record(on, answer) {
        await recordAnswer(on, request, run, answer)
        recorded = true
      },
    })
    await next()
    const { status } = c.res
    // Not answers to keep: what was wrong may be right the next time. What was committed stays as it is.
    if (status >= 500 || status === 401 || status === 429) return releaseKey(database, request, run)
    if (recorded) return
    const headers = Object.fromEntries([...c.res.headers].filter(([name]) => kept.has(name)))
    await recordAnswer(database, request, run, { status, headers, body: await c.res.clone().text() })
  }
}

/** Undefined where there is nothing to record: no key, no user, or a route whose answer is a secret. */
async function keyedRequest(c: AppContext): Promise<KeyedRequest | undefined> {
  const { method } = c.req
  // As it was sent: the router's own has decoded what a database may not be able to hold.
  const path = new URL(c.req.url).pathname
  const key = c.req.header('idempotency-key')
  const user = c.get('user')
  if (key === undefined || method !== 'POST' || !user || path.startsWith('/api/auth/')) return undefined
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    const shown = JSON.stringify(key.slice(0, 40))
    throw new Problem(422, `Idempotency-Key is ${shown}; it must be 1 to 255 visible ASCII characters.`)
  }
  const body = new Uint8Array(await c.req.arrayBuffer())
  return { owner: user.id, key, method, path, bodyDigest: createHash('sha256').update(body).digest('base64url') }
}
