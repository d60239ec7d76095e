import type { ReactElement } from 'react'
import type { ClassStats } from '../../client/tools/tools.ts'
import { fill, type InspectorLabels } from './labels.ts'

/** How much of all reads the store answered, as a ring around its number. */
export function HitRing({
  total,
  labels,
}: {
  readonly total: ClassStats
  readonly labels: InspectorLabels
}): ReactElement {
  const { hits, reads, hitRatio } = total
  const percent = `${Math.round(100 * hitRatio)} %`
  const facts = fill(labels.hitsOf, { hits, reads })
  return (
    <figure className="psync-inspector-ring">
      <svg viewBox="0 0 80 80" role="img" aria-label={`${percent} ${labels.hitRatio}: ${facts}`}>
        <circle cx="40" cy="40" r="32" />
        {hitRatio > 0 && (
          <circle
            className="psync-inspector-arc"
            cx="40"
            cy="40"
            r="32"
            pathLength={1}
            strokeDasharray={`${hitRatio} 1`}
          />
        )}
        <text x="40" y="46">
          {percent}
        </text>
      </svg>
      <figcaption aria-hidden="true">
        {labels.hitRatio}
        <span>{facts}</span>
      </figcaption>
    </figure>
  )
}
