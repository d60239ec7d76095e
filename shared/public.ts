export { definePolicy } from './define-policy.ts'
export { defaultPolicy } from './default-policy.ts'
export type { Policy, PolicyChanges, WrittenPolicy } from './policy.ts'
