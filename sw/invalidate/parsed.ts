/** The JSON of a body, or undefined where it is none. */
export function parsed({ body }: { readonly body: string | ArrayBuffer | null }): unknown {
  if (typeof body !== 'string') return undefined
  try {
    return JSON.parse(body) as unknown
  } catch {
    // Not JSON: then it names nothing.
    return undefined
  }
}
