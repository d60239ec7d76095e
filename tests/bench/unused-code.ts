import { parseAst } from 'vite'

type Node = Readonly<Record<string, unknown>> & { readonly start: number; readonly end: number }

/**
 * At least so many bytes of code that is parsed and never called: what a byte costs by being there.
 *
 * @param script a classic script that is one function, called at once, as the built worker is
 */
export function unusedCode(script: string, bytes: number): string {
  const body = firstFunction(parseAst(script))?.['body'] as Node | undefined
  const statements = (body?.['body'] ?? []) as readonly Node[]
  if (statements.length === 0) throw new Error('The script has no function to take code from.')
  let code = ''
  for (let copy = 0; code.length < bytes; copy += 1) {
    let inside = ''
    for (const { start, end } of statements)
      if (code.length + inside.length < bytes) inside += `${script.slice(start, end)};`
    code += `;var unused${copy}=function(){${inside}};`
  }
  return code
}

function firstFunction(node: unknown): Node | undefined {
  if (typeof node !== 'object' || node === null) return undefined
  if ((node as Node)['type'] === 'FunctionExpression') return node as Node
  for (const part of Object.values(node)) {
    const found = firstFunction(part)
    if (found) return found
  }
  return undefined
}
