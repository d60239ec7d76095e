import { useEffect, useMemo, type ReactElement, type ReactNode } from 'react'
import type { Booking } from '../../shared/domain.ts'
import type { DataClient } from '../client/client.ts'
import { defaultStore, makeCurrent } from './client/default-client.ts'
import { KitContext } from './kit-context.ts'
import type { Labels } from './labels.ts'
import { createStore, type Store } from './store/store.ts'

export interface PaymentSyncProviderProps {
  /** What `registerPaymentSync` returned. Without it the kit registers nothing, and follows a worker that controls the page. */
  readonly client?: DataClient
  /** Words in place of the default ones. */
  readonly labels?: Partial<Labels>
  /**
   * Of amounts and dates, as `Intl` names it.
   * @default the browser's
   */
  readonly locale?: string
  /** @default the browser's */
  readonly timeZone?: string
  /** *Message Provider* was pressed. `null`: this app has no messages, and the button is left out. */
  readonly onMessage?: ((booking: Booking) => void) | null
  /** Something was done, in words for the person. Without it the card says so itself. */
  readonly onNotice?: (words: string, booking?: Booking) => void
  readonly children?: ReactNode
}

const stores = new WeakMap<DataClient, Store>()

function storeOf(client: DataClient | undefined): Store {
  if (!client) return defaultStore()
  const store = stores.get(client) ?? createStore(() => client)
  stores.set(client, store)
  return store
}

/**
 * Names the client and the words for every component below. None needs it.
 *
 * @example
 * const client = registerPaymentSync({ url: '/sw.js' })
 * <PaymentSyncProvider client={client} locale="en-ZA"><App /></PaymentSyncProvider>
 */
export function PaymentSyncProvider({ client, children, ...rest }: PaymentSyncProviderProps): ReactElement {
  const { labels, locale, timeZone, onMessage, onNotice } = rest
  const store = storeOf(client)
  useEffect(() => makeCurrent(store), [store])
  const kit = useMemo(
    () => ({ store, labels, locale, timeZone, onMessage, onNotice }),
    [store, labels, locale, timeZone, onMessage, onNotice],
  )
  return <KitContext value={kit}>{children}</KitContext>
}
