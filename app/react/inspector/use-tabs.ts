import { useEffect, useState } from 'react'
import type { PaymentSyncClient } from '../../client/client.ts'

export interface Tabs {
  /** How many tabs follow the live channel; undefined where there is none. */
  readonly count: number | undefined
  /** Which of them holds the connection. */
  readonly leader: 'here' | 'there' | 'nobody'
}

/** Each tab that follows the live channel holds this Web Lock, or waits for it. */
const LIVE_LOCK = 'payment-sync live '

const unknown: Tabs = { count: undefined, leader: 'nobody' }

/** The tabs of this browser, looked at once in a while: a lock that changes hands tells nobody. */
export function useTabs(client: PaymentSyncClient): Tabs {
  const [tabs, setTabs] = useState(unknown)
  useEffect(() => {
    if (!('locks' in navigator)) return undefined
    const here = new AbortController()
    let own: string | undefined

    async function look(): Promise<void> {
      own ??= await ownClientId()
      const { held = [], pending = [] } = await navigator.locks.query()
      const isLive = ({ name }: LockInfo): boolean => name?.startsWith(LIVE_LOCK) ?? false
      const holder = held.find(isLive)
      const ids = new Set([...held, ...pending].filter(isLive).map(({ clientId }) => clientId))
      if (here.signal.aborted) return
      const leader = !holder ? 'nobody' : holder.clientId === own ? 'here' : 'there'
      setTabs((before) => {
        const next: Tabs = { count: ids.size > 0 ? ids.size : undefined, leader }
        return isSame(before, next) ? before : next
      })
    }

    const lookNow = (): void => void look().catch(reportError)
    const timer = setInterval(lookNow, 2_000)
    const leave = client.subscribeState(lookNow)
    lookNow()
    return () => {
      here.abort()
      clearInterval(timer)
      leave()
    }
  }, [client])
  return tabs
}

/** A page learns its own id only by holding a lock. */
function ownClientId(): Promise<string | undefined> {
  return navigator.locks.request(`payment-sync inspector ${Math.random()}`, async (mine) => {
    const { held = [] } = await navigator.locks.query()
    return held.find(({ name }) => name === mine?.name)?.clientId
  })
}

const isSame = (one: Tabs, other: Tabs): boolean => one.count === other.count && one.leader === other.leader
