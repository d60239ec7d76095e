import { expect, test } from 'vitest'
import { between, comparison } from './comparison.ts'
import { nothing } from './summary.ts'

test('a comparison tells violations per 1,000 reads, and counts what was executed twice', () => {
  const rows = comparison(
    [
      { name: 'one', summary: { ...nothing, reads: 20_000, executions: [1, 90], done: { stops: 50 } }, missing: [] },
      {
        name: 'other',
        summary: { ...nothing, reads: 4_000, executions: [0, 80, 3, 1], violations: { G1: 10, G2: 1 } },
      },
      {
        name: 'rare',
        summary: { ...nothing, reads: 20_000, violations: { G3: 1 } },
        missing: ['3 stops, and 50 is the least'],
      },
    ],
    { command: 'npm run it', date: '2026-11-25' },
  ).split('\n')

  expect(rows[0]).toBe('Violations per 1,000 reads; made by `npm run it` on 2026-11-25.')
  expect(rows.slice(4)).toEqual([
    '| one | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 20000 | 50 |',
    '| other | 2.5 | 0.3 | 0 | 0 | 0 | 0 | 4 | 4000 | 0 |',
    '| rare | 0 | 0 | < 0.1 | 0 | 0 | 0 | 0 | 20000 | 0 |',
    '',
    'rare was tried less than was meant, so its figures are the least that can be said: 3 stops, and 50 is the least.',
  ])
})

test('a text takes the place of what stands between its markers, and of nothing else', () => {
  const page = 'a\n<!-- x: begin -->\n\nold\n\n<!-- x: end -->\nb'

  expect(between(page, 'x', 'new')).toBe('a\n<!-- x: begin -->\n\nnew\n\n<!-- x: end -->\nb')
  expect(() => between(page, 'y', 'new')).toThrow('no place for "y"')
})
