import type { ReactElement } from 'react'
import type { LiveState } from '../client/public.ts'
import { useLiveState } from './client-context.ts'
import { useOnline } from './use-online.ts'

const meanings: Readonly<Record<LiveState, readonly [words: string, meaning: string]>> = {
  connected: ['Live', 'A change made on another device shows here at once.'],
  connecting: ['Not live', 'Connecting to the server: until then a change made on another device may show late.'],
  off: ['Not live', 'The server tells nothing by itself: a change made on another device may show late.'],
}

/** `client.live`, in a word. */
export function LiveBadge(): ReactElement {
  const said = useLiveState()
  const live = useOnline() ? said : 'connecting' // A cut cable closes nothing: the connection is found dead later.
  const [words, meaning] = meanings[live]
  return (
    <span className="badge" role="status" data-state={live} title={meaning}>
      <span className="badge-dot" aria-hidden="true" />
      {words}
      {live === 'connecting' && <span className="badge-state">connecting…</span>}
    </span>
  )
}
