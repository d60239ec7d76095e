import type { PolicyChanges } from './policy.ts'

/**
 * A policy file with types: what is said wrong doesn't compile.
 *
 * @example export default definePolicy({ classes: { payment: { ttl: 10_000 } } })
 */
export const definePolicy = <const Changes extends PolicyChanges>(changes: Changes): Changes => changes
