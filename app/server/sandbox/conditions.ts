import type { ServerResponse } from 'node:http'
import { setTimeout as after } from 'node:timers/promises'
import type { MiddlewareHandler } from 'hono'
import { Problem } from '../http/problem.ts'
import type { AppContext, AppEnv } from '../http/app-env.ts'

/** How the API is: as it is; each answer late; a 503 to everything; or no answer at all, as with the server's cable pulled. */
export const CONDITIONS = ['normal', 'slow', 'failing', 'gone'] as const

export interface Condition {
  readonly api: (typeof CONDITIONS)[number]
  /** By how much a slow answer is late, in ms. */
  readonly delay: number
}

export interface Conditions {
  current: Condition
  /** Stands before every route of the API. */
  readonly middleware: MiddlewareHandler<AppEnv>
}

/**
 * What people try the demo under: an API that is slow, failing or gone. For the sandbox alone; each instance has its own, in
 * memory, and begins as normal.
 */
export function createConditions(): Conditions {
  const underWay = new Set<ServerResponse>()
  let current: Condition = { api: 'normal', delay: 5_000 }
  return {
    get current() {
      return current
    },
    set current(next) {
      current = next
      // A live stream is an answer under way, too.
      if (next.api === 'gone') for (const response of underWay) response.destroy()
    },
    middleware: async (c, next) => {
      const { outgoing } = c.env as { outgoing: ServerResponse }
      underWay.add(outgoing)
      outgoing.once('close', () => underWay.delete(outgoing))
      const { api, delay } = current
      if (api === 'gone') return cut(c, outgoing)
      if (api === 'failing') throw new Problem(503, 'The API was made to fail, to see what becomes of the page.')
      if (api === 'slow' && !(await lasts(delay, c.req.raw.signal))) return cut(c, outgoing)
      return next()
    },
  }
}

/** The connection ends without a word: nobody knows whether it was done. It was not. */
function cut(c: AppContext, outgoing: ServerResponse): Response {
  outgoing.destroy()
  return c.body(null)
}

/** False: whoever asked went away before. */
async function lasts(ms: number, asker: AbortSignal): Promise<boolean> {
  try {
    await after(ms, undefined, { signal: asker })
    return true
  } catch {
    return false
  }
}
