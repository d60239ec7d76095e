import type { ReactElement } from 'react'
import { FailureNote } from '../failure-note.tsx'
import { useDelayed } from '../use-delayed.ts'
import { HistoryStep } from './history-step.tsx'
import { useHistory } from './use-history.ts'

/** Every step of a booking and its payments, the latest last, and new ones as they happen. */
export function HistoryView({ bookingId }: { readonly bookingId: string }): ReactElement {
  const { steps, error, isLoading, load } = useHistory(bookingId)
  const isSlow = useDelayed(isLoading && !steps)
  return (
    <>
      <p className="history-summary" role="status">
        {steps ? summaryOf(steps.length) : isSlow ? 'Loading the audit trail…' : ''}
      </p>
      {error && <FailureNote what="Could not load the audit trail" error={error} onRetry={load} />}
      {isSlow && (
        <div className="history-skeleton skeleton" aria-hidden="true">
          <span />
          <span />
          <span />
        </div>
      )}
      {steps && steps.length > 0 && (
        <ol className="history">
          {steps.map((step) => (
            <HistoryStep key={step.id} step={step} />
          ))}
        </ol>
      )}
    </>
  )
}

function summaryOf(count: number): string {
  if (count === 0) return 'Nothing has happened to this booking yet.'
  return `${count} ${count === 1 ? 'step' : 'steps'}, the latest last. The database keeps them: nobody can rewrite one.`
}
