import type { ReactElement } from 'react'
import type { Source } from './read-source.ts'
import { sourceWords } from './source-words.ts'
import { useNow } from './use-now.ts'

interface SourceLineProps {
  readonly what: string
  readonly source: Source | undefined
  readonly isRefreshing: boolean
}

/** Where a block of data came from, how old it is, and whether a newer answer is on its way. */
export function SourceLine({ what, source, isRefreshing }: SourceLineProps): ReactElement | null {
  const now = useNow()
  if (!source) return null
  return (
    <p className="source" data-from={source.from}>
      <span className="source-dot" aria-hidden="true" />
      <span>
        {what} {sourceWords(source, Math.max(now, source.receivedAt))}
      </span>
      {isRefreshing && <span className="refreshing">refreshing…</span>}
    </p>
  )
}
