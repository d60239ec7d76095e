import type { Guarantee, History, Item, Read } from './history.ts'

interface Corruption {
  readonly name: string
  readonly breaks: Guarantee
  /** Undefined where there is nothing of the kind to corrupt. `pick` chooses among what there is, by chance. */
  readonly corrupt: (history: History, pick: Pick) => History | undefined
}

export type Pick = <Each>(list: readonly Each[]) => Each | undefined

const long = 1_000_000
const extra = { id: 'extra', tab: 'X', outcome: 'served', source: { from: 'store' } } as const

/** Answered by the network, and not while the session changed. */
function served({ reads, mutations }: History): Read[] {
  const logins = mutations.filter(({ boundary }) => boundary)
  const isDuring = ({ begin, end }: Read): boolean =>
    logins.some((login) => login.begin <= end && (login.end ?? 0) >= begin)
  return reads.filter((read) => read.outcome === 'served' && read.source?.from === 'network' && !isDuring(read))
}

const older = (item: Item): Item => ({ key: item.key, version: item.version - 1 })
const add = (history: History, read: Read): History => ({ ...history, reads: [...history.reads, read] })

/** Faults that a cache may have, planted in a history that has none. */
export const corruptions: readonly Corruption[] = [
  {
    name: 'served past its TTL',
    breaks: 'G1',
    corrupt: (history, pick) => {
      const read = pick(served(history))
      return read && add(history, { ...read, ...extra, begin: long + long, end: long + long + 1 })
    },
  },
  {
    name: 'served from before a mutation',
    breaks: 'G2',
    corrupt: (history, pick) => {
      const answered = history.writes.filter(({ by }) =>
        history.mutations.some(({ id, outcome }) => id === by && outcome === 'answered'),
      )
      return afterMutation(history, pick(answered), { from: 'network' })
    },
  },
  {
    name: 'stored from before a mutation whose outcome is unknown',
    breaks: 'G2',
    corrupt: (history, pick) => {
      const failed = history.writes.filter(({ by }) =>
        history.mutations.some(({ id, outcome }) => id === by && outcome === 'failed'),
      )
      return afterMutation(history, pick(failed), { from: 'store' })
    },
  },
  {
    name: 'older than what another tab had',
    breaks: 'G3',
    corrupt: (history, pick) => {
      const read = pick(served(history))
      const item = read && pick(read.items.filter(({ version }) => version > 1))
      return item && add(history, { ...read, ...extra, begin: read.end + 1, end: read.end + 2, items: [older(item)] })
    },
  },
  {
    name: 'a screen that goes back',
    breaks: 'G3',
    corrupt: (history, pick) => {
      const shown = pick(history.shown.filter(({ version }) => version > 1))
      return shown && { ...history, shown: [...history.shown, { ...shown, ...older(shown), at: long }] }
    },
  },
  {
    name: 'served in another session',
    breaks: 'G4',
    corrupt: (history, pick) => {
      const read = pick(served(history))
      if (!read) return undefined
      const items = read.items.map(({ key, version }) => ({ key, version }))
      return add(history, { ...read, ...extra, session: 'other', begin: read.end + 1, end: read.end + 2, items })
    },
  },
  {
    name: 'made for another user',
    breaks: 'G4',
    corrupt: (history, pick) => {
      const read = pick(served(history))
      const items = read?.items.map((item) => ({ ...item, owner: 'eve' }))
      return (
        read && {
          ...history,
          reads: history.reads.map((each) => (each === read ? { ...read, items: items ?? [] } : each)),
        }
      )
    },
  },
  {
    name: 'a notice that is lost',
    breaks: 'G5',
    corrupt: (history, pick) => {
      const tab = pick(['A', 'B', 'C', 'F'])
      const told = history.mutations.some(({ groups }) => groups)
      return told ? { ...history, notices: history.notices.filter((each) => each.tab !== tab) } : undefined
    },
  },
  {
    name: 'a body that the server never made',
    breaks: 'G7',
    corrupt: (history, pick) => {
      const read = pick(served(history))
      const items = read?.items.map((item) => ({ ...item, state: 'PAID' }))
      return (
        read && {
          ...history,
          reads: history.reads.map((each) => (each === read ? { ...read, items: items ?? [] } : each)),
        }
      )
    },
  },
  {
    name: 'a failure out of nothing',
    breaks: 'G7',
    corrupt: (history, pick) => {
      const read = pick(served(history))
      return read && add(history, { ...read, ...extra, outcome: 'failed', begin: long, end: long + 1, items: [] })
    },
  },
  {
    name: 'a mutation sent twice',
    breaks: 'G8',
    corrupt: (history, pick) => {
      const twice = pick(history.mutations.filter(({ executions }) => executions.length === 1))
      const executions = twice && [...twice.executions, ...twice.executions]
      return (
        executions && {
          ...history,
          mutations: history.mutations.map((each) => (each === twice ? { ...twice, executions } : each)),
        }
      )
    },
  },
  {
    name: 'a tab that asks for itself',
    breaks: 'G9',
    corrupt: (history, pick) => twice(history, pick, (request) => ({ ...request, start: request.start + 0.000_1 })),
  },
  {
    name: 'a background request too soon',
    breaks: 'G9',
    corrupt: (history, pick) =>
      twice(history, pick, (request) => ({
        ...request,
        start: (request.end ?? 0) + 0.000_1,
        end: (request.end ?? 0) + 0.000_2,
      })),
  },
]

/** One more read of what a mutation changed, as it was before. */
function afterMutation(
  history: History,
  write: History['writes'][number] | undefined,
  source: Read['source'] & object,
): History | undefined {
  const mutation = history.mutations.find(({ id }) => id === write?.by)
  if (!write || !mutation) return undefined
  const begin = Math.max(mutation.end ?? 0, write.until) + 0.000_1
  const items = [{ key: write.key, version: write.version - 1 }]
  const url = `/api/bookings/${write.key.at(-1)}`
  return add(history, { ...extra, source, session: 's0', user: 'ann', url, begin, end: begin + 0.000_1, items })
}

type Request = History['requests'][number]

/** One more request like another, where nothing excuses it. */
function twice(history: History, pick: Pick, again: (request: Request) => Request): History | undefined {
  const { mutations, writes, troubles, requests } = history
  const quiet = requests.filter(({ start, end, status, url, mode }) => {
    const near = ({ from, until }: { from: number; until: number }): boolean =>
      from <= (end ?? 0) + 1 && until + 1_000 >= start
    const unsettled = mutations.map(({ begin, outcome, end, executions }) => ({
      from: begin,
      until: Math.max(end ?? 0, executions[0]?.until ?? 0) + (outcome === 'failed' ? 60_000 : 0),
    }))
    return (
      status === 200 &&
      mode === 'default' &&
      !url.includes('verify') &&
      ![...unsettled, ...writes, ...troubles].some(near)
    )
  })
  // What is discovered by others excuses it too.
  const alone = quiet.filter(({ start, end }) =>
    requests.every((each) => each.start < start - 50_000 || each.start > (end ?? 0) || each.start === start),
  )
  const request = pick(alone)
  return request && { ...history, requests: [...requests, again({ ...request, id: 'extra' })] }
}
