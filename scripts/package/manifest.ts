import { readFileSync } from 'node:fs'
import { STYLE_ENTRIES } from '../bundle-pages.ts'
import { under } from '../places.ts'
import { declarationOf } from './declarations.ts'
import { nodeEntries, pageEntries, scripts, workerEntries } from './entries.ts'

/** Where the declarations are, in the package. */
export const TYPES = 'types'

/** The page client for pages without a bundler. */
export const PAGE_CLIENT = 'payment-sync-client.js'

interface RootManifest {
  readonly version: string
  readonly description: string
  readonly license: string
  readonly engines: unknown
  readonly repository?: unknown
}

/** Each is asked for by one entry only, so nobody must have it. */
const peers: Readonly<Record<string, string>> = {
  '@playwright/test': '>=1.45',
  '@tanstack/query-core': '^5.0.0',
  react: '^19.0.0',
  swr: '^2.0.0',
  vite: '>=7',
}

/** The published `package.json`; the repository's own stays private. */
export function manifest(): object {
  const { version, description, license, engines, repository } = JSON.parse(
    readFileSync(under('package.json'), 'utf8'),
  ) as RootManifest
  return {
    name: 'payment-sync',
    version,
    description,
    keywords: ['service-worker', 'payments', 'cache', 'invalidation', 'tabs', 'react', 'vite-plugin'],
    license,
    ...(repository === undefined ? {} : { repository }),
    type: 'module',
    sideEffects: ['*.css', ...scriptFiles()],
    exports: exportsOf(),
    engines,
    peerDependencies: peers,
    peerDependenciesMeta: Object.fromEntries(Object.keys(peers).map((name) => [name, { optional: true }])),
    publishConfig: { access: 'public', provenance: true },
  }
}

const scriptFiles = (): string[] => Object.keys(scripts).map((name) => `./${name}.js`)

function exportsOf(): object {
  const modules = Object.entries({ ...pageEntries, ...workerEntries, ...nodeEntries }).map(([name, source]) => [
    name === 'client' ? '.' : `./${name}`,
    { types: `./${TYPES}/${declarationOf(source)}`, default: `./${name}.js` },
  ])
  const files = [...scriptFiles(), './package.json'].map((file) => [file, file])
  const client = [
    `./${PAGE_CLIENT}`,
    { types: `./${TYPES}/${declarationOf(pageEntries['client'] ?? '')}`, default: `./${PAGE_CLIENT}` },
  ]
  const styles = Object.keys(STYLE_ENTRIES).map((name) => [
    `./${name}.css`,
    { types: `./${TYPES}/css.d.ts`, default: `./${name}.css` },
  ])
  return Object.fromEntries([...modules, client, ...styles, ...files]) as object
}
