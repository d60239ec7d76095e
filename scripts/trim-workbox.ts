import { parseAst, type Plugin } from 'vite'
import { blankOut, type Stretch } from './blank-out.ts'

/**
 * Statements of Workbox that serve what we don't use, by how they begin. Our strategies have no plugins and no Cache
 * Storage, our router no default handler and no catch handler: over nothing these loops run, and nobody reads these fields.
 */
const unused: Readonly<Record<string, readonly string[]>> = {
  'workbox-strategies/Strategy.js': [
    'this.cacheName =',
    'this.plugins =',
    'this.fetchOptions =',
    'this.matchOptions =',
    'if (options instanceof FetchEvent)',
    `if (!response || response.type === 'error')`,
    'await handler.runCallbacks(',
    'for (const callback of handler.iterateCallbacks(',
  ],
  'workbox-strategies/StrategyHandler.js': [
    'this._cacheKeys =',
    'this._plugins =',
    'this._pluginStateMap =',
    'for (const plugin of this._plugins)',
  ],
  'workbox-routing/Router.js': [
    'this._defaultHandlerMap =',
    'if (!handler && this._defaultHandlerMap.has(',
    'const catchHandler =',
    'if (responsePromise instanceof Promise &&',
    'get routes()',
    `if (!url.protocol.startsWith('http'))`,
    'const method =',
    'if (Array.isArray(params) &&',
  ],
  // A mark in the global scope of which version is there.
  'workbox-core/_version.js': ['try {'],
  'workbox-routing/_version.js': ['try {'],
  'workbox-strategies/_version.js': ['try {'],
}

/** Takes those statements out, so that `drop-unused-methods.ts` finds what only they called. */
export function trimWorkbox(): Plugin {
  return {
    name: 'payment-sync:trim-workbox',
    transform(code, id) {
      const file = Object.keys(unused).find((name) => id.endsWith(`/node_modules/${name}`))
      return file === undefined ? undefined : { code: withoutStatements(code, unused[file] ?? []), map: null }
    },
  }
}

/** @throws Error where there is no such statement: another Workbox must be read anew */
export function withoutStatements(code: string, beginnings: readonly string[]): string {
  const missing = new Set(beginnings)
  const begins = ({ start }: Stretch): boolean => {
    const beginning = beginnings.find((text) => code.startsWith(text, start))
    if (beginning !== undefined) missing.delete(beginning)
    return beginning !== undefined
  }
  const rest = blankOut(code, statementsIn(parseAst(code), begins))
  const [first] = missing
  if (first !== undefined) throw new Error(`Workbox has no statement "${first}" any more: see what became of it.`)
  return rest
}

/** Those that are wanted; of what stands in one, none. */
function statementsIn(node: unknown, isWanted: (statement: Stretch) => boolean): Stretch[] {
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([name, part]: [string, unknown]) =>
    name === 'body' && Array.isArray(part)
      ? (part as Stretch[]).flatMap((one) => (isWanted(one) ? one : statementsIn(one, isWanted)))
      : statementsIn(part, isWanted),
  )
}
