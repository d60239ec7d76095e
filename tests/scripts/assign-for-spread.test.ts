import { runInThisContext } from 'node:vm'
import { expect, test } from 'vitest'
import { assignForSpread } from '../../scripts/simulation/assign-for-spread.ts'

function valueOf(expression: string): unknown {
  const work = runInThisContext(`(one, other, none) => ${expression}`) as (...given: unknown[]) => unknown
  return work({ a: 1, b: 2 }, { b: 3, c: 4 }, undefined)
}

test.each([
  '({ ...one })',
  '({ ...one, ...other })',
  '({ ...one, a: 5 })',
  '({ a: 5, ...one, ...other, b: 6, c: 7, ...none })',
  '({ ...one, c: { ...other, d: [{ ...one, e: 1 }] } })',
  '({ ...{ ...one, b: 1 } })',
  "({ ...(one.a && { ...other, ['b' + 1]: 1 }), get d() { return { ...one, a: 2 } } })",
  '((x) => ({ ...x, x }))({ ...one, b: ((y) => { const { a, ...rest } = y; return { rest, ...y } })(other) })',
])('%s is the same without a spread', (expression) => {
  const changed = assignForSpread(expression)
  expect(valueOf(changed)).toEqual(valueOf(expression))
  expect(changed).toMatch(/Object\.assign\(\{/)
})

test('what is spread in a list or a call, and what a pattern leaves, stays', () => {
  const code = 'const { a, ...rest } = f(...[...g]); ({ rest })'
  expect(assignForSpread(code)).toBe(code)
})
