import type { LiveState } from './live-state.ts'

/** What tabs say to each other about the one connection. Only open pages that are shown hear it, and nothing rests on it alone. */
export type TabMessage =
  /** Is anybody there who leads? */
  | { readonly type: 'ask' }
  /** The leader is there. `yields`: nobody sees it, so a tab that is seen had better lead. */
  | { readonly type: 'beat'; readonly state: LiveState; readonly lastId: string; readonly yields: boolean }
  /** Something changed, and no worker has told. */
  | { readonly type: 'told'; readonly groups: readonly string[] }

/** Pages of different days may be open at once: what this one doesn't know is not for it. */
export function readTabMessage(data: unknown): TabMessage | undefined {
  if (typeof data !== 'object' || data === null) return undefined
  const { type, state, lastId, yields, groups } = data as Readonly<Record<string, unknown>>
  if (type === 'ask') return { type }
  if (type === 'told' && Array.isArray(groups)) return { type, groups: groups.map(String) }
  if (type !== 'beat' || !isState(state) || typeof lastId !== 'string') return undefined
  return { type, state, lastId, yields: yields === true }
}

const isState = (state: unknown): state is LiveState =>
  state === 'connected' || state === 'connecting' || state === 'off'
