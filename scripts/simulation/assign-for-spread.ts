import { parseSync } from 'vite'

interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly properties?: readonly Node[]
}

/**
 * `{ a, ...b, c }` as `Object.assign({ a }, b, { c })`. To V8 each object that is made of a spread, and gets more after that,
 * has a shape of its own: it takes long to make, and whoever looks at it never knows the next one. That was a third of what
 * a history took.
 */
export function assignForSpread(code: string): string {
  const edits: { readonly at: number; readonly instead: number; readonly text: string }[] = []
  const edit = (at: number, instead: number, text: string): unknown => edits.push({ at, instead, text })
  for (const { start, end, properties = [] } of objectsIn(parseSync('simulation.mjs', code).program)) {
    const isSpread = properties.map(({ type }) => type === 'SpreadElement')
    if (!isSpread.includes(true)) continue
    edit(start, 0, 'Object.assign(')
    for (const [at, property] of properties.entries()) {
      if (isSpread[at]) edit(property.start, '...'.length, isSpread[at - 1] ? '' : '}, ')
      else if (isSpread[at - 1]) edit(property.start, 0, '{ ')
    }
    if (isSpread.at(-1)) edit(end - 1, '}'.length, ')')
    else edit(end, 0, ')')
  }
  let [changed, from] = ['', 0]
  // Where a literal ends with another, the inner one is closed first.
  for (const { at, instead, text } of edits.sort((one, other) => one.at - other.at || one.instead - other.instead)) {
    changed += code.slice(from, at) + text
    from = at + instead
  }
  return changed + code.slice(from)
}

function objectsIn(tree: unknown, found: Node[] = []): Node[] {
  if (typeof tree !== 'object' || tree === null) return found
  if ('type' in tree && tree.type === 'ObjectExpression') found.push(tree as Node)
  for (const part of Object.values(tree)) objectsIn(part, found)
  return found
}
