import { expect, test } from 'vitest'
import { withoutStatements } from '../../scripts/trim-workbox.ts'

const words = (code: string): string => code.replaceAll(/\s+/g, ' ')

test('every statement that begins so goes, whole, and nothing else', () => {
  const code =
    'class Strategy { constructor(o) { this.plugins = o.plugins || []; this.name = o.name } get plugins() {} }'

  expect(words(withoutStatements(code, ['this.plugins =', 'get plugins()']))).toBe(
    'class Strategy { constructor(o) { this.name = o.name } }',
  )
})

test('of two that stand in each other, both go', () => {
  const code = 'for (const plugin of plugins) { use(plugin) }\nuse(all)'

  expect(words(withoutStatements(code, ['use(', 'for (const plugin']))).toBe(' ')
})

test('a Workbox without the statement is not trimmed by halves', () => {
  expect(() => withoutStatements('this.plugins = []', ['this.plugins =', 'this.matchOptions ='])).toThrow(
    'no statement "this.matchOptions ="',
  )
})

test('what is left stands where it stood, so that a source map stays true', () => {
  const code = 'for (const plugin of plugins) {\n  use(plugin)\n}\nanswer()'

  const left = withoutStatements(code, ['for (const plugin'])

  expect([left.indexOf('answer'), left.split('\n').length]).toEqual([code.indexOf('answer'), 4])
})
