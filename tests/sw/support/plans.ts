import type { PolicyChanges } from '../../../shared/policy.ts'
import type { MutationMatch, Plan, Session } from '../../../sw/plan.ts'
import { matchMutation } from '../../../sw/policy/match-mutation.ts'
import { matchRead, readPlan } from '../../../sw/policy/match-read.ts'
import { compiled } from './policies.ts'

export const session: Session = { id: '1.cookie.same-origin', epoch: 1, byHeader: false }

/** What the policy promises about a read. */
export function planFor(request: Request, changes?: PolicyChanges, of = session): Plan {
  const policy = compiled(changes)
  const match = matchRead(policy, request)
  if (!match) throw new Error(`The policy does not answer ${request.method} ${request.url}`)
  return readPlan(match, policy, of, 'a tab')
}

/** What the policy says of a mutation. */
export function mutationFor(request: Request, changes?: PolicyChanges): MutationMatch {
  const match = matchMutation(compiled(changes), request)
  if (!match) throw new Error(`The policy does not watch ${request.method} ${request.url}`)
  return match
}
