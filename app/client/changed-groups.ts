/**
 * What the answer to an unsafe request says it changed: `Cache-Group-Invalidation`, a list of strings (RFC 9875, section 3).
 * Without it, or where it can't be read: everything.
 */
export function changedGroups(response: Pick<Response, 'headers'>): readonly string[] {
  try {
    // A list of such strings reads the same in JSON. With parameters it doesn't: then we assume the worst.
    const groups = JSON.parse(`[${response.headers.get('Cache-Group-Invalidation') ?? ''}]`) as unknown[]
    return groups.length > 0 && groups.every(isName) ? groups : ['*']
  } catch {
    return ['*'] // Not a failure to report: the header is the server's, and the worst case is a correct answer.
  }
}

/** Names that begin with @ are the library's own; a server can't mean them. */
const isName = (group: unknown): group is string => typeof group === 'string' && /^[^@]/.test(group)
