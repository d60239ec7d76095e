import { useEffect, useState } from 'react'
import type { PaymentSyncClient } from '../../client/client.ts'
import type { Decision } from '../../../shared/report.ts'
import { withCauses, type Heard } from './changes.ts'

const MOST = 50

/** What made answers wrong since this page was opened, the latest first; the inspector need not be open. */
export function useChanges(client: PaymentSyncClient): {
  readonly heard: readonly Heard[]
  /** What the worker tells may say which request did it. */
  readonly explain: (decisions: readonly Decision[]) => void
} {
  const [heard, setHeard] = useState<readonly Heard[]>([])
  useEffect(() => {
    let last = 0
    return client.subscribe({ groups: ['*'] }, ({ reason, groups }) => {
      if (reason === 'updated') return // A newer answer makes nothing wrong.
      const one: Heard = { id: (last += 1), at: Date.now(), reason, groups }
      setHeard((before) => [one, ...before].slice(0, MOST))
    })
  }, [client])
  const [explain] = useState(
    () =>
      (decisions: readonly Decision[]): void =>
        setHeard((before) => withCauses(before, decisions)),
  )
  return { heard, explain }
}
