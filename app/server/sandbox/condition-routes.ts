import { Hono } from 'hono'
import * as v from 'valibot'
import { readBody } from '../http/read-input.ts'
import { CONDITIONS, type Conditions } from './conditions.ts'
import type { AppContext, AppEnv } from '../http/app-env.ts'

/** Longer than the worker waits for a payment, shorter than anybody's patience. */
const longest = 10_000

const wanted = v.strictObject({
  api: v.picklist(CONDITIONS),
  delay: v.optional(
    v.pipe(
      v.number(),
      v.check((ms) => Number.isInteger(ms) && ms >= 0 && ms <= longest, `a whole number of ms up to ${longest}`),
    ),
  ),
})

/** How the API is, and how it should be from now on. Beside the API, so that none of the conditions concerns it. */
export function conditionRoutes(conditions: Conditions): Hono<AppEnv> {
  const answer = (c: AppContext): Response => c.json(conditions.current, 200, { 'Cache-Control': 'no-store' })
  return new Hono<AppEnv>().get('/', answer).put('/', async (c) => {
    const { api, delay = conditions.current.delay } = await readBody(c, wanted)
    conditions.current = { api, delay }
    return answer(c)
  })
}
