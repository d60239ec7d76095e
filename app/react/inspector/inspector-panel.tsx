import {
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
} from 'react'
import type { PaymentSyncClient } from '../../client/client.ts'
import type { Decision } from '../../../shared/report.ts'
import { AnswersSection } from './answers-section.tsx'
import type { Describe, Heard } from './changes.ts'
import { ChangesSection } from './changes-section.tsx'
import { ConnectionSection } from './connection-section.tsx'
import { ControlsSection } from './controls-section.tsx'
import { EntriesSection } from './entries-section.tsx'
import type { InspectorLabels } from './labels.ts'
import { NumbersSection } from './numbers-section.tsx'
import { useClientState } from './use-client-state.ts'
import { useControls } from './use-controls.ts'
import { useReport } from './use-report.ts'
import { useTabs } from './use-tabs.ts'
import { WaySection } from './way-section.tsx'

interface InspectorPanelProps {
  readonly client: PaymentSyncClient
  readonly heard: readonly Heard[]
  readonly explain: (decisions: readonly Decision[]) => void
  readonly describe: Describe | undefined
  readonly onClose: (() => void) | undefined
  readonly takesFocus: boolean
  readonly labels: InspectorLabels
  readonly className: string | undefined
  readonly children: ReactNode
}

/** The inspector while it is open: asks the worker, and shows what it says. */
export function InspectorPanel(props: InspectorPanelProps): ReactElement {
  const { heard, explain, describe, onClose, takesFocus, labels, className = '', children } = props
  const client = useClientState(props.client)
  const { report, error, ask } = useReport(client)
  const tabs = useTabs(client)
  const controls = useControls(labels, ask)
  const title = useFocus(takesFocus)
  const titleId = useId()
  const groups = useMemo(() => [...new Set(report?.entries.flatMap((entry) => entry.groups))].sort(), [report?.entries])
  useEffect(() => {
    if (report) explain(report.decisions)
  }, [report, explain])

  const closeByKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onClose?.()
  }
  const invalidate = (group: string): void =>
    controls.run(() => client.invalidate([group]).then(() => labels['did.invalidate']))

  return (
    <aside className={`psync psync-inspector ${className}`} aria-labelledby={titleId} onKeyDown={closeByKey}>
      <header className="psync-inspector-head">
        <h2 ref={title} id={titleId} tabIndex={-1}>
          {labels.title}
        </h2>
        {onClose && (
          <button type="button" className="psync-inspector-close" title={labels.close} onClick={onClose}>
            <svg className="psync-icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
              <path d="m5.5 5.5 9 9M14.5 5.5l-9 9" />
            </svg>
          </button>
        )}
      </header>
      {error && (
        <p className="psync-inspector-error" role="alert">
          <strong>{labels.notAsked}</strong> {error.message}
        </p>
      )}
      <WaySection report={report} state={client.state} isPaused={client.paused} tabs={tabs.count} labels={labels} />
      <ControlsSection client={client} controls={controls} groups={groups} labels={labels}>
        {children}
      </ControlsSection>
      <AnswersSection decisions={report?.decisions ?? []} labels={labels} />
      <ChangesSection heard={heard} describe={describe} labels={labels} />
      <EntriesSection report={report} onInvalidate={invalidate} labels={labels} />
      <NumbersSection stats={report?.stats} labels={labels} />
      <ConnectionSection state={client.state} live={client.live} tabs={tabs} labels={labels} />
    </aside>
  )
}

/** Whoever opens it goes on inside, and comes back to where they were. Part of the page from the start, it takes no focus. */
function useFocus(takesFocus: boolean) {
  const title = useRef<HTMLHeadingElement>(null)
  useLayoutEffect(() => {
    const before = document.activeElement
    const panel = title.current?.closest('aside')
    if (!takesFocus) return undefined
    title.current?.focus({ preventScroll: true })
    return () => {
      if (panel?.contains(document.activeElement) && before instanceof HTMLElement) before.focus()
    }
  }, [takesFocus])
  return title
}
