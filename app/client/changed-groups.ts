/**
 * What the answer to an unsafe request says it changed: `Cache-Group-Invalidation`, a list of strings (RFC 9875, section 3).
 * Where it can't be read: everything. Undefined where it says nothing.
 */
export function changedGroups(response: Pick<Response, 'headers'>): readonly string[] | undefined {
  const header = response.headers.get('Cache-Group-Invalidation')
  if (!header) return undefined
  try {
    // A list of such strings reads the same in JSON. With parameters it doesn't: then we assume the worst.
    const groups = JSON.parse(`[${header}]`) as unknown[]
    return groups.every(isName) ? groups : ['*']
  } catch {
    return ['*'] // Not a failure to report: the header is the server's, and the worst case is a correct answer.
  }
}

/** Names that begin with @ are the library's own; a server can't mean them. */
const isName = (group: unknown): group is string => typeof group === 'string' && /^[^@]/.test(group)
