import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { under } from '../../scripts/places.ts'
import { policyReference, REFERENCE } from '../../scripts/policy-reference.ts'

test('the policy reference is what the schema says: npm run docs:policy', async () => {
  expect(readFileSync(under(REFERENCE), 'utf8')).toBe(await policyReference())
})
