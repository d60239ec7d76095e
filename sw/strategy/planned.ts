import type { StrategyHandler } from 'workbox-strategies'
import { Strategy } from 'workbox-strategies/Strategy.js'
import type { Plan } from '../plan.ts'
import type { Context, WaitUntil } from './context.ts'
import { look, type Looked } from './look.ts'
import { noteUse } from './note-use.ts'
import { passBy } from './pass-by.ts'

/** A strategy that is given a plan: our route's callback returned it. */
export abstract class Planned extends Strategy {
  readonly context: Context

  constructor(context: Context) {
    super()
    this.context = context
  }

  protected override async _handle(request: Request, handler: StrategyHandler): Promise<Response> {
    const plan = handler.params as Plan
    const waitUntil: WaitUntil = (promise) => void handler.waitUntil(promise)
    const { ports, observer } = this.context
    const began = ports.now().mono
    const found = await look(this.context, plan)
    if (found?.entry) noteUse(this.context, found.entry)
    const answered = found ? this.answer(plan, found, waitUntil) : passBy(this.context, request, plan.url)
    observer.answers(plan, began, answered, plan.route.className, found)
    return answered
  }

  protected abstract answer(plan: Plan, found: Looked, waitUntil: WaitUntil): Promise<Response>
}
