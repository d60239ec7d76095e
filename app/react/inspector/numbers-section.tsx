import type { ReactElement } from 'react'
import type { SyncStats } from '../../client/tools/tools.ts'
import { duration } from './duration.ts'
import { HitRing } from './hit-ring.tsx'
import type { InspectorLabels } from './labels.ts'
import { LatencyChart } from './latency-chart.tsx'
import { Section } from './section.tsx'

interface NumbersSectionProps {
  readonly stats: SyncStats | undefined
  readonly labels: InspectorLabels
}

/** Hit ratio and response times: as charts, and as a table. */
export function NumbersSection({ stats, labels }: NumbersSectionProps): ReactElement {
  const isEmpty = !stats || stats.total.reads + stats.total.api.requests === 0
  return (
    <Section title={labels.numbers} meaning={labels.numbersMeaning}>
      {isEmpty ? (
        <p className="psync-inspector-empty">{labels.noNumbers}</p>
      ) : (
        <>
          <div className="psync-inspector-charts">
            <HitRing total={stats.total} labels={labels} />
            <LatencyChart stats={stats} labels={labels} />
          </div>
          <table className="psync-inspector-table">
            <thead>
              <tr>
                <th scope="col">{labels.class}</th>
                <th scope="col">{labels.reads}</th>
                <th scope="col">{labels.fromStore}</th>
                <th scope="col">{labels.median}</th>
                <th scope="col">{labels.slow}</th>
                <th scope="col">{labels.errors}</th>
              </tr>
            </thead>
            <tbody>
              {Object.entries(stats.classes).map(([name, { reads, hitRatio, api, errors }]) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{reads}</td>
                  <td>{reads === 0 ? '–' : percent(hitRatio)}</td>
                  <td>{api.requests === 0 ? '–' : duration(api.p50)}</td>
                  <td>{api.requests === 0 ? '–' : duration(api.p95)}</td>
                  <td>{errors}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </Section>
  )
}

const percent = (ratio: number): string => `${Math.round(100 * ratio)} %`
