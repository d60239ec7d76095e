import { expect, test } from 'vitest'
import { faults } from './faults.ts'

declare global {
  interface ImportMeta {
    glob(pattern: string, options: { query: '?raw'; import: 'default'; eager: true }): Record<string, string>
  }
}

/** The stories of what must not happen, told by number in the titles of these tests: `10: a slow answer never …`. */
const numbers = Array.from({ length: 29 }, (_, at) => at + 1)
const files = import.meta.glob('./*.test.ts', { query: '?raw', import: 'default', eager: true })
const sources = import.meta.glob('../../sw/**/*.ts', { query: '?raw', import: 'default', eager: true })
const text = Object.values(files).join('\n')

test.each(numbers)('story %i has a test that tells it, and a fault that brings it back', (number) => {
  expect(text).toMatch(new RegExp(`['"\`]${number}: `))
  expect(faults.filter(({ caughtBy }) => caughtBy.startsWith(`${number}: `))).not.toEqual([])
})

test.each(faults)('the code still reads as the fault "$name" expects', ({ file, find }) => {
  expect(sources[`../../${file}`]?.split(find)).toHaveLength(2)
})

test('each fault is listed once, and changes something', () => {
  expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length)
  expect(faults.filter(({ find, replace }) => find === replace)).toEqual([])
  expect(faults.length).toBeGreaterThanOrEqual(40)
})
