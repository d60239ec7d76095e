import type { Mutation, Read, ServerRequest } from '../../history/history.ts'

/** One change of a browser's session, as its cookie showed it. */
export interface Boundary {
  readonly mutation: string
  /** When it could be seen which session there is. */
  readonly at: number
  readonly from: Login
  readonly to: Login
}

export interface Login {
  /** As the API names it. */
  readonly session: string
  readonly user: string
}

/** Nobody's. */
export const NOBODY: Login = { session: 'none', user: 'none' }

/** Which session a browser was in, when: its pages share one, and none of them sees the cookie. */
export class Sessions {
  readonly #first: Login
  readonly #boundaries: Boundary[] = []

  constructor(first: Login) {
    this.#first = first
  }

  get now(): Login {
    return this.#boundaries.at(-1)?.to ?? this.#first
  }

  add(boundary: Boundary): void {
    this.#boundaries.push(boundary)
  }

  /** All but nobody's. */
  get names(): string[] {
    const all = [this.#first, ...this.#boundaries.map(({ to }) => to)].map(({ session }) => session)
    return [...new Set(all)].filter((name) => name !== NOBODY.session)
  }

  /** Whose session that is, of this browser's. */
  userOf(session: string): string | undefined {
    return [this.#first, ...this.#boundaries.map(({ to }) => to)].find((login) => login.session === session)?.user
  }

  /** A read that overlaps a change counts as begun in the former session: the checker knows that it may be either's. */
  ofRead(read: Read): Read {
    return { ...read, ...this.#at(read.begin) }
  }

  ofMutation(mutation: Mutation): Mutation {
    const { session } = this.#at(mutation.begin)
    const boundary = this.#boundaries.find((each) => each.mutation === mutation.id)
    if (!boundary) return { ...mutation, session }
    const { from, to, at } = boundary
    // Whoever saw it fail doesn't know yet in which session the browser is.
    const end = mutation.outcome === 'answered' ? mutation.end : at
    return { ...mutation, session, end, boundary: { from: from.session, to: to.session } }
  }

  /** Reads whose request bore another cookie than we say, away from any change: we would judge nonsense. */
  mistakes(reads: readonly Read[], requests: readonly ServerRequest[]): string[] {
    const sessions = new Map(requests.flatMap(({ id, session }) => (id === undefined ? [] : [[id, session] as const])))
    return reads.flatMap(({ id, begin, end, session }) => {
      const asked = sessions.get(id)
      const overlaps = this.#boundaries.some(({ at }) => begin <= at + 50 && end >= at - 2_000)
      return asked === undefined || asked === session || overlaps ? [] : [`${id}: ${asked}, not ${session}`]
    })
  }

  #at(time: number): Login {
    return this.#boundaries.findLast(({ at }) => at <= time)?.to ?? this.#first
  }
}
