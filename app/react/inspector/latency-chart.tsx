import type { ReactElement } from 'react'
import type { MinuteStats, SyncStats } from '../../client/tools/tools.ts'
import { duration } from './duration.ts'
import { fill, type InspectorLabels } from './labels.ts'

const MINUTE = 60_000
const [width, height, edge] = [200, 64, 4]

/** Response times of the API over the last hour: the median as a line, the slowest twentieth as the ground above it. */
export function LatencyChart({
  stats,
  labels,
}: {
  readonly stats: SyncStats
  readonly labels: InspectorLabels
}): ReactElement {
  const minutes = stats.minutes.filter(({ api }) => api.requests > 0)
  const most = Math.max(1, ...minutes.map(({ api }) => api.p95))
  const { p50, p95, requests } = stats.total.api
  const words =
    requests === 0
      ? labels.noNumbers
      : fill(labels.latencySummary, { p50: duration(p50), p95: duration(p95), most: duration(most) })
  return (
    <figure className="psync-inspector-latency">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${labels.latency}. ${words}`}>
        <path className="psync-inspector-axis" d={`M0 ${height - edge}H${width}`} />
        {minutes.map((minute) => (
          <Bar key={minute.at} minute={minute} last={minutes.at(-1)?.at ?? minute.at} most={most} />
        ))}
      </svg>
      <figcaption aria-hidden="true">
        {labels.latency}
        <span>{words}</span>
      </figcaption>
    </figure>
  )
}

interface BarProps {
  readonly minute: MinuteStats
  /** Beginning of the minute at the right edge. */
  readonly last: number
  /** ms; the height of the chart. */
  readonly most: number
}

/** A minute: p95 in outline, p50 filled. Minutes without requests leave a gap. */
function Bar({ minute: { at, api }, last, most }: BarProps): ReactElement {
  const step = width / 30
  const x = width - step * (1 + (last - at) / MINUTE)
  const tall = (ms: number): number => Math.max(1, ((height - 2 * edge) * ms) / most)
  const bar = (ms: number) => ({ x: x + 1, width: step - 2, y: height - edge - tall(ms), height: tall(ms) })
  return (
    <>
      <rect className="psync-inspector-p95" {...bar(api.p95)} />
      <rect className="psync-inspector-p50" {...bar(api.p50)} />
    </>
  )
}
