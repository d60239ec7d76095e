import { expect, test } from 'vitest'
import { withoutStatements } from '../../scripts/trim-workbox.ts'

test('every statement that begins so goes, whole, and nothing else', () => {
  const code =
    'class Strategy { constructor(o) { this.plugins = o.plugins || []; this.name = o.name } get plugins() {} }'

  expect(withoutStatements(code, ['this.plugins =', 'get plugins()'])).toBe(
    'class Strategy { constructor(o) {  this.name = o.name }  }',
  )
})

test('of two that stand in each other, both go', () => {
  const code = 'for (const plugin of plugins) { use(plugin) }\nuse(all)'

  expect(withoutStatements(code, ['use(', 'for (const plugin'])).toBe('\n')
})

test('a Workbox without the statement is not trimmed by halves', () => {
  expect(() => withoutStatements('this.plugins = []', ['this.plugins =', 'this.matchOptions ='])).toThrow(
    'no statement "this.matchOptions ="',
  )
})
