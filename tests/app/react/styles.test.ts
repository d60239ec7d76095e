import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const folder = new URL('../../../app/react/styles/', import.meta.url)
const sheets = readdirSync(folder).map((name) =>
  readFileSync(new URL(name, folder), 'utf8').replaceAll(/\/\*[^]*?\*\//g, ''),
)
const css = sheets.join('\n').replaceAll(/@import .*;/g, '')

/** What stands before a `{`, without at-rules and the steps of an animation. */
const selectors = Array.from(css.matchAll(/(?:^|[{};])\s*([^{};@]+)\{/g), ([, selector = '']) => selector.trim())
  .filter((selector) => !/^(from|to|\d+%)$/.test(selector))
  .flatMap((selector) => selector.split(/,(?![^(]*\))/))
  .map((selector) => selector.trim())

test('the stylesheet was read', () => {
  expect(selectors.length).toBeGreaterThan(60)
})

test('no rule is global: each begins at an element of the kit, or at a theme around it', () => {
  expect(selectors.filter((selector) => !/^(\.psync|\[data-psync-theme='\w+'\] \.psync)/.test(selector))).toEqual([])
})

test('every class and every animation has the kit’s prefix', () => {
  const classes = Array.from(css.matchAll(/\.([a-z][\w-]*)/g), ([, name = '']) => name)
  const animations = Array.from(css.matchAll(/@keyframes ([\w-]+)/g), ([, name = '']) => name)

  expect([...classes, ...animations].filter((name) => !name.startsWith('psync'))).toEqual([])
})

test('every colour and measure of the theme can be set from outside, and is told in the docs', () => {
  const settable = new Set(Array.from(css.matchAll(/var\((--psync-[\w-]+)/g), ([, name = '']) => name))
  const docs = readFileSync(new URL('../../../docs/react.md', import.meta.url), 'utf8')
  const untold = [...settable].filter((name) => !docs.includes(`\`${name.replace(/-soft$/, '')}\``))

  expect(settable.size).toBeGreaterThan(20)
  expect(untold).toEqual([])
})
