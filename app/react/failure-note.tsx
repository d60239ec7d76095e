import type { ReactElement } from 'react'
import { failureWords } from './failure-words.ts'
import { Icon } from './icons.tsx'
import type { Labels } from './labels.ts'

interface FailureNoteProps {
  readonly what: string
  readonly error: Error
  readonly labels: Labels
  readonly onRetry?: (() => void) | undefined
}

/** What failed, why, and a way to try again. */
export function FailureNote({ what, error, labels, onRetry }: FailureNoteProps): ReactElement {
  return (
    <div className="psync-failure" role="alert">
      <Icon shape="bad" />
      <p>
        <strong>{what}</strong> <span>{failureWords(error, labels)}</span>
      </p>
      {onRetry && (
        <button type="button" className="psync-button psync-button-quiet" onClick={onRetry}>
          {labels.retry}
        </button>
      )}
    </div>
  )
}
