import { useCallback, useSyncExternalStore } from 'react'
import type { PaymentSyncClient } from '../../client/client.ts'

/** Renders again at each change of what the client says of itself. */
export function useClientState(client: PaymentSyncClient): PaymentSyncClient {
  const subscribe = useCallback((listener: () => void) => client.subscribeState(listener), [client])
  useSyncExternalStore(subscribe, () => {
    const { state, live, paused, waiting } = client
    return `${state} ${live} ${paused} ${waiting}`
  })
  return client
}
