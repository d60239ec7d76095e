import type { Plan } from '../plan.ts'
import { Planned } from './planned.ts'
import { respond } from './respond.ts'
import { serve } from './serve.ts'
import type { Looked } from './look.ts'

/** `only-if-cached`: the store, or 504 (RFC 9111, section 5.2.1.7). */
export class StoreOnly extends Planned {
  protected override async answer(plan: Plan, found: Looked): Promise<Response> {
    return serve(this.context, plan, found, { as: 'fresh' })?.response ?? respond(this.context, notStored, told)
  }
}

/** RFC 9457. */
const notStored = {
  status: 504,
  statusText: '',
  headers: [
    ['Content-Type', 'application/problem+json'],
    ['Cache-Control', 'no-store'],
  ],
  body: JSON.stringify({
    title: 'Not in the store',
    status: 504,
    detail: 'only-if-cached: the network was not asked.',
  }),
} as const

const told = { status: 'fwd=miss; detail=only-if-cached' }
