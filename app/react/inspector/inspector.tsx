import { useMemo, useState, type ReactElement, type ReactNode } from 'react'
import type { PaymentSyncClient } from '../../client/client.ts'
import type { Describe } from './changes.ts'
import { InspectorPanel } from './inspector-panel.tsx'
import { inspectorLabels, type InspectorLabels } from './labels.ts'
import { useChanges } from './use-changes.ts'

export interface PaymentSyncInspectorProps {
  /** What `registerPaymentSync` returned. */
  readonly client: PaymentSyncClient
  /**
   * Closed, it shows nothing and asks nothing; it goes on noting what is invalidated.
   * @default true
   */
  readonly isOpen?: boolean
  /** *Close*, or Escape. Without it there is no such button. */
  readonly onClose?: (() => void) | undefined
  /** What a request of your app does, to stand after *You* or *Another tab*: `cancelled booking 7`. */
  readonly describe?: Describe | undefined
  /** What your app adds to the buttons. */
  readonly children?: ReactNode
  readonly labels?: Partial<InspectorLabels> | undefined
  readonly className?: string | undefined
}

/**
 * What payment-sync does for this page, and why, while it happens. A panel beside the page, which stays usable.
 *
 * @example
 * <PaymentSyncInspector client={client} isOpen={isOpen} onClose={() => setOpen(false)} />
 */
export function PaymentSyncInspector(props: PaymentSyncInspectorProps): ReactElement | null {
  const { client, isOpen = true, onClose, describe, children, className } = props
  const labels = useMemo(() => ({ ...inspectorLabels, ...props.labels }), [props.labels])
  const { heard, explain } = useChanges(client)
  const [isOpenFromTheStart] = useState(isOpen)
  if (!isOpen) return null
  return (
    <InspectorPanel
      client={client}
      heard={heard}
      explain={explain}
      describe={describe}
      onClose={onClose}
      takesFocus={!isOpenFromTheStart}
      labels={labels}
      className={className}
    >
      {children}
    </InspectorPanel>
  )
}
