import type { Answer } from '../network/answer.ts'
import { walk } from '../../shared/group-template.ts'
import type { Context } from './context.ts'
import { parsed } from '../invalidate/parsed.ts'

/** Keyed hash of whose answer this says to be, where the policy says how to tell. */
export async function answerIdentity({ ports, policy, store }: Context, answer: Answer): Promise<string | undefined> {
  const { identity } = policy.policy
  if (!identity) return undefined
  const named = identity.header === undefined ? null : answer.headers.get(identity.header)
  const value = named ?? fieldOf(answer, identity.field) ?? (answer.of && fieldOf(answer.of, identity.field))
  return value === undefined ? undefined : ports.keyedHash((await store.run()).secret, value)
}

function fieldOf(answer: Answer, field: string | undefined): string | undefined {
  const [value] = field === undefined ? [] : walk(parsed(answer), field.split('.'))
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}
