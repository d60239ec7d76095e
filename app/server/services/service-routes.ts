import { Hono } from 'hono'
import type { Service } from '../../../shared/domain.ts'
import { answerRead } from '../http/answer-read.ts'
import { Problem } from '../http/problem.ts'
import { readId } from '../http/read-input.ts'
import type { AppEnv, Deps } from '../http/app-env.ts'

const select = `select id, name, description, category, price, currency, duration_minutes "durationMinutes" from services`

/** The catalogue, open to everybody. */
export function serviceRoutes({ database }: Deps): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get('/', async (c) => {
      const services = await database.query<Service>(`${select} order by id`, [])
      return answerRead(c, 'static', { services })
    })
    .get('/:id', async (c) => {
      const id = readId(c, 'service')
      const [service] = await database.query<Service>(`${select} where id = $1`, [id])
      if (!service) throw new Problem(404, `There is no service ${id}.`)
      return answerRead(c, 'static', { service })
    })
}
