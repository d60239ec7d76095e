import { Hono } from 'hono'
import * as v from 'valibot'
import type { User } from '../../../shared/domain.ts'
import { invalidation } from '../http/answer-change.ts'
import { answerRead } from '../http/answer-read.ts'
import { clientAddress } from '../http/client-address.ts'
import { Problem } from '../http/problem.ts'
import { plainText, readBody } from '../http/read-input.ts'
import { loginLimit } from './login-limit.ts'
import { passwordMatches } from './password.ts'
import { endSession, requireUser, startSession } from './session.ts'
import type { AppEnv, Deps } from '../http/app-env.ts'

const credentials = v.strictObject({ email: plainText(254), password: plainText(200) })

/** Another session: nothing about money that was seen in the former one holds. */
const everything = { ...invalidation(['bookings', 'payments']), 'Cache-Control': 'no-store' }

/**
 * Login, logout, me. An `Idempotency-Key` is not recorded here: the answer carries a token, which is stored nowhere,
 * and doing either twice does no harm.
 */
export function authRoutes(deps: Deps): Hono<AppEnv> {
  const { database, environment } = deps
  return (
    new Hono<AppEnv>()
      .post('/login', async (c) => {
        const { email, password } = await readBody(c, credentials)
        const address = clientAddress(c, environment.TRUSTED_PROXIES)
        const guesses = loginLimit(database, environment.LOGIN_LIMIT, address, email.trim())
        await guesses.take()
        const [found] = await database.query<User & { password_hash: string }>(
          'select id, name, email, role, password_hash from users where email = lower($1)',
          [email.trim()],
        )
        const matches = await passwordMatches(password, found?.password_hash)
        if (!found || !matches) throw new Problem(401, 'This email and password do not belong together.')
        await guesses.giveBack()
        await startSession(c, database, found.id)
        const { password_hash: _, ...user } = found
        return c.json({ user }, 200, everything)
      })
      .post('/logout', async (c) => {
        await endSession(c, database)
        return c.json({ success: true }, 200, everything)
      })
      // As a payment: to be asked about each time. Only a worker that knows the session may show it while we are gone.
      .get('/me', (c) => answerRead(c, 'payment', { user: requireUser(c) }))
  )
}
