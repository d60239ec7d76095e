import { createHash, randomBytes } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { User } from '../../../shared/domain.ts'
import type { Queryable } from '../database/database.ts'
import { ownOrigin } from '../http/own-origin.ts'
import { Problem } from '../http/problem.ts'
import type { AppContext, AppEnv, Deps } from '../http/app-env.ts'

const cookie = 'session'
const lifeSeconds = 7 * 24 * 60 * 60

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url')

/** The hash of the token that the request carries, if it has the form of one. */
function presented(c: AppContext): string | undefined {
  const token = getCookie(c, cookie)
  return token !== undefined && /^[\w-]{43}$/.test(token) ? hashOf(token) : undefined
}

/** Finds out who asks. Decides nothing: {@link requireUser} does. */
export function loadUser({ database }: Deps): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const hash = presented(c)
    if (hash !== undefined) {
      const [user] = await database.query<User>(
        `select u.id, u.name, u.email, u.role from sessions s join users u on u.id = s.user_id
         where s.token_hash = $1 and s.expires_at > now()`,
        [hash],
      )
      c.set('user', user)
      if (user) c.set('session', hash)
    }
    await next()
  }
}

/** Who asks, or a 401. */
export function requireUser(c: AppContext): User {
  const user = c.get('user')
  if (!user) throw new Problem(401, 'Log in first: POST /api/auth/login.', {}, { 'WWW-Authenticate': 'Cookie' })
  return user
}

/** Of the hashes, those whose session is alive. */
export async function livingSessions(database: Queryable, hashes: readonly string[]): Promise<string[]> {
  const rows = await database.query<{ token_hash: string }>(
    'select token_hash from sessions where token_hash = any($1::text[]) and expires_at > now()',
    [hashes],
  )
  return rows.map(({ token_hash: hash }) => hash)
}

/** A new token for every login: one that was planted before is worth nothing after. */
export async function startSession(c: AppContext, database: Queryable, userId: string): Promise<void> {
  await forget(c, database)
  const token = randomBytes(32).toString('base64url')
  await database.query(
    `insert into sessions (token_hash, user_id, expires_at) values ($1, $2, now() + $3 * interval '1 second')`,
    [hashOf(token), userId, lifeSeconds],
  )
  await database.query('delete from sessions where expires_at < now()', [])
  const secure = ownOrigin(c).startsWith('https:')
  setCookie(c, cookie, token, { httpOnly: true, sameSite: 'Lax', path: '/', secure, maxAge: lifeSeconds })
}

/** Forgets the session that the request carries, if any. */
export async function endSession(c: AppContext, database: Queryable): Promise<void> {
  await forget(c, database)
  deleteCookie(c, cookie, { path: '/' })
}

async function forget(c: AppContext, database: Queryable): Promise<void> {
  const hash = presented(c)
  if (hash !== undefined) await database.query('delete from sessions where token_hash = $1', [hash])
}
