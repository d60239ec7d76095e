import type { ReactElement } from 'react'
import type { ConnectionState } from '../client/public.ts'
import { useConnectionState } from './client-context.ts'
import { useOnline } from './use-online.ts'

const meanings: Readonly<Record<ConnectionState, readonly [words: string, meaning: string]>> = {
  controlled: ['In sync', 'The worker answers this page: every tab agrees, and works offline for a while.'],
  uncontrolled: ['Direct', 'The worker does not answer this page yet: it asks the server itself.'],
  unsupported: ['Direct', 'This browser has no service worker here: the page asks the server itself.'],
}

const offline = ['Offline', 'No network: the worker shows what it holds, and nothing that is too old.'] as const

/** `client.state`, in a word. */
export function StateBadge(): ReactElement {
  const state = useConnectionState()
  const isOnline = useOnline()
  const [words, meaning] = isOnline ? meanings[state] : offline
  return (
    <span className="badge" data-state={isOnline ? state : 'offline'} title={meaning}>
      <span className="badge-dot" aria-hidden="true" />
      {words}
      <span className="badge-state">{state}</span>
    </span>
  )
}
