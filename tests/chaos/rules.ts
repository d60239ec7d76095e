import { defaultPolicy } from '../../shared/default-policy.ts'
import type { PolicyChanges } from '../../shared/policy.ts'
import { readPolicy } from '../../shared/read-policy.ts'
import { rulesOf, type Rules } from '../history/rules.ts'
import { routesWithBatch } from '../simulation/batch-stage.ts'
import { table } from './ttls.ts'

/**
 * The policy of our worker, another one in each round: `keys`, the API honours `Idempotency-Key`, so a mutation may be sent
 * again under its own; `batches`, single payments are asked for together.
 */
export const policyOf = ({ keys = false, batches = false }): PolicyChanges => ({
  classes: table,
  ...(keys && { idempotentMethods: ['POST'] }),
  ...(batches && { routes: routesWithBatch() }),
})

/**
 * What is demanded. A machine that is busy with five pages tells them within seconds; and clocks of two processes, and
 * the moments at which each looks at its own, are a few ms apart.
 */
export const rules: Rules = rulesOf(readPolicy(policyOf({}), defaultPolicy), {
  noticeWithin: 5_000,
  // The wait for others, and a slow way to the server: a request is seen when it comes.
  waitsFor: 2_000,
  slack: 5,
})

/** By age alone: that a payment doesn't outlive a run of the worker is a means of ours, and no peer's promise. */
export const rulesByAge: Rules = {
  ...rules,
  classes: Object.fromEntries(
    Object.entries(rules.classes).map(([name, each]) => [name, { ...each, outlivesRun: true }]),
  ),
}

/**
 * For G9: there is no live channel here, so a change made elsewhere is a reason to ask again only when an answer tells of
 * it; and a request is seen when it comes, not when it is sent.
 */
export const forSharing = (demanded: Rules): Rules => {
  const known = sharing.get(demanded) ?? { ...demanded, noticeWithin: 0, slack: 50 }
  sharing.set(demanded, known)
  return known
}
const sharing = new WeakMap<Rules, Rules>()
