import type { ReactElement } from 'react'
import { WarningIcon } from './icons.tsx'

interface FailureNoteProps {
  readonly what: string
  readonly error: Error
  readonly onRetry?: () => void
}

/** What failed, why, and a way to try again. */
export function FailureNote({ what, error, onRetry }: FailureNoteProps): ReactElement {
  return (
    <div className="failure" role="alert">
      <WarningIcon />
      <p>
        <strong>{what}.</strong> {error.message}
      </p>
      {onRetry && (
        <button type="button" className="button quiet small" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  )
}
