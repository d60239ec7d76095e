import { expect, test } from 'vitest'
import { withoutUnusedMethods } from '../../scripts/drop-unused-methods.ts'

test('a method that nobody mentions goes, and what only it called', () => {
  const code = 'class Cache { put() { this.open() } open() {} match() {} }\nnew Cache().match()'

  expect(withoutUnusedMethods(code).replaceAll(/ +/g, ' ')).toBe('class Cache { match() {} }\nnew Cache().match()')
})

test.each([
  ['it is called', 'new Cache().open()'],
  ['it is called where there may be none', 'cache?.open()'],
  ['it is called by a name in brackets', 'cache["open"]()'],
  ['it is taken out', 'const { open } = cache'],
  ['a subclass calls it', 'class Better extends Cache { constructor() { super.open() } }'],
  ['something else has a property of that name', 'door.open'],
])('a method stays where %s', (_, use) => {
  const code = `class Cache { open() {} }\n${use}`

  expect(withoutUnusedMethods(code)).toBe(code)
})

test.each(['constructor() {}', '[Symbol.iterator]() {}', '#secret() {} static { Cache.#secret() }'])(
  '%s is none that could be unused',
  (member) => {
    expect(withoutUnusedMethods(`class Cache { ${member} }`)).toBe(`class Cache { ${member} }`)
  },
)
