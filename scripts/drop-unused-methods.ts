import { parseAst, type Plugin } from 'vite'
import { blankOut, type Stretch } from './blank-out.ts'

/**
 * Bundlers drop functions that nobody calls, but not methods. Of Workbox's classes most serve plugins and Cache Storage,
 * which we don't use: a method goes whose name is mentioned nowhere in the whole script, until none is left to go.
 */
export function dropUnusedMethods(): Plugin {
  return {
    name: 'payment-sync:drop-unused-methods',
    renderChunk: (code) => ({ code: withoutUnusedMethods(code), map: null }),
  }
}

export function withoutUnusedMethods(code: string): string {
  const { methods, mentions } = read(parseAst(code))
  const unused = methods.filter(({ name }) => !mentions.has(name))
  if (unused.length === 0) return code
  return withoutUnusedMethods(blankOut(code, unused))
}

interface Method extends Stretch {
  readonly name: string
}

interface Read {
  readonly methods: Method[]
  /** What is asked of any object. A name that is put together at run time is never that of a class's method. */
  readonly mentions: Set<string>
}

type Node = Readonly<Record<string, unknown>> & { readonly name?: string }

function read(node: unknown, found: Read = { methods: [], mentions: new Set() }): Read {
  if (typeof node !== 'object' || node === null) return found
  const { type, computed, key, property, value, start, end } = node as Node
  if (type === 'MethodDefinition' && computed === false) {
    const { name = 'constructor' } = key as Node
    if (name !== 'constructor') found.methods.push({ name, start: Number(start), end: Number(end) })
    return read(value, found)
  }
  const name = type === 'MemberExpression' ? property : type === 'Property' ? key : undefined
  if (name !== undefined) found.mentions.add(String((name as Node).name ?? (name as Node)['value']))
  for (const part of Object.values(node)) read(part, found)
  return found
}
