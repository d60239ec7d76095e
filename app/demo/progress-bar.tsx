import { useSyncExternalStore, type ReactElement } from 'react'
import { pending } from './pending.ts'
import { useDelayed } from './use-delayed.ts'

/** A thin bar on top of the page while the person waits for longer than 300 ms. */
export function ProgressBar(): ReactElement | null {
  const isPending = useSyncExternalStore(pending.subscribe, pending.isAny)
  return useDelayed(isPending) ? <div className="progress" role="progressbar" aria-label="Working" /> : null
}
