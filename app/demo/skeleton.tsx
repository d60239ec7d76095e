import type { ReactElement } from 'react'
import { useDelayed } from './use-delayed.ts'

/** Stands where cards will be. What takes less than 300 ms is not worth a flash of grey. */
export function Skeleton({ words }: { readonly words: string }): ReactElement | null {
  if (!useDelayed(true)) return null
  return (
    <div className="loading">
      <p role="status">{words}</p>
      <div className="grid" aria-hidden="true">
        {['a', 'b', 'c', 'd', 'e', 'f'].map((key) => (
          <div key={key} className="skeleton">
            <span />
            <span />
            <span />
            <span />
          </div>
        ))}
      </div>
    </div>
  )
}
