import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isInstalled } from '../../scripts/install.mjs'

interface Locked {
  readonly resolved?: string
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const lock = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')) as {
  readonly packages: Readonly<Record<string, Locked>>
}

const here = { os: [process.platform], cpu: [process.arch] }
const wanted = { packages: { '': {}, 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } } }
const other = { version: '1.0.0', optional: true, os: ['elsewhere'] }

test('what npm wrote down after installing the lock is installed', () => {
  expect(isInstalled(wanted, { packages: { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } } })).toBe(
    true,
  )
})

test.each([
  ['nothing', undefined],
  ['not all', { packages: {} }],
  ['another version', { packages: { 'node_modules/a': { version: '1.0.1', integrity: 'sha512-a' } } }],
  ['other contents', { packages: { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-b' } } }],
])('%s is not what the lock says', (_, installed) => {
  expect(isInstalled(wanted, installed)).toBe(false)
})

test('what is for another system need not be there, and must not be', () => {
  const both = { packages: { 'node_modules/b': other, 'node_modules/c': { ...other, ...here } } }

  expect(isInstalled(both, { packages: { 'node_modules/c': { ...other, ...here } } })).toBe(true)
  expect(isInstalled(both, { packages: { 'node_modules/b': other } })).toBe(false)
})

test('the lock names the packages for every system: npm ci refuses one that leaves some out', () => {
  const left = Object.entries(lock.packages).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !(`node_modules/${name}` in lock.packages || `${place}/node_modules/${name}` in lock.packages),
    ),
  )

  expect(left).toEqual([])
})

test('the lock names no registry: everybody has their own', () => {
  expect(Object.values(lock.packages).filter(({ resolved }) => resolved !== undefined)).toEqual([])
})
