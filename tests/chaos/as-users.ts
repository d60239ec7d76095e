import type { History } from '../history/history.ts'

/**
 * The same history, if one login of a user is as good as another: then only what another user gets is a breach of G4.
 *
 * @param userOf whose session that is; undefined where it is nobody's
 */
export function asUsers(history: History, userOf: (session: string) => string | undefined): History {
  const user = (session: string): string => userOf(session) ?? session
  return {
    ...history,
    reads: history.reads.map((read) => ({ ...read, session: user(read.session) })),
    requests: history.requests.map((request) => ({ ...request, session: user(request.session) })),
    mutations: history.mutations.map(({ boundary, ...mutation }) => ({
      ...mutation,
      session: user(mutation.session),
      ...(boundary && { boundary: { from: user(boundary.from), to: user(boundary.to) } }),
    })),
  }
}
