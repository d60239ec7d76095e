import { createContext, use, useSyncExternalStore } from 'react'
import type { ConnectionState, LiveState, PaymentSyncClient } from '../client/public.ts'

export const ClientContext = createContext<PaymentSyncClient | undefined>(undefined)

/** The one client of this page. */
export function useClient(): PaymentSyncClient {
  const client = use(ClientContext)
  if (!client) throw new Error('Put <ClientContext value={client}> around the app.')
  return client
}

export function useConnectionState(): ConnectionState {
  const client = useClient()
  return useSyncExternalStore(
    (listener) => client.subscribeState(listener),
    () => client.state,
  )
}

export function useLiveState(): LiveState {
  const client = useClient()
  return useSyncExternalStore(
    (listener) => client.subscribeState(listener),
    () => client.live,
  )
}
