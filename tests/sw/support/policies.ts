import { defaultPolicy } from '../../../shared/default-policy.ts'
import type { PolicyChanges } from '../../../shared/policy.ts'
import { readPolicy } from '../../../shared/read-policy.ts'
import { compilePolicy, type CompiledPolicy } from '../../../sw/policy/compile-policy.ts'
import { ORIGIN } from './requests.ts'
import { provideUrlPattern } from './url-pattern.ts'

/** The default policy with changes, as the worker compiles it. */
export function compiled(changes: PolicyChanges = {}): CompiledPolicy {
  provideUrlPattern()
  return compilePolicy(readPolicy(changes, defaultPolicy), ORIGIN)
}
