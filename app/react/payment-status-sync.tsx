import { useId, type ReactElement } from 'react'
import type { Payment } from '../../shared/domain.ts'
import { useLabels, useStore } from './kit-context.ts'
import type { Labels } from './labels.ts'
import { PaymentStatusView } from './payment-status-view.tsx'
import { refreshPayment, verifyKnown } from './store/payment-acts.ts'
import { stateOf } from './store/payment-state.ts'
import { paymentKey } from './store/payments.ts'
import { localKey } from './store/store.ts'
import { asUsual } from './store/watchers.ts'
import { usePaymentView } from './use-payment-view.ts'
import { useStatusChange } from './use-status-change.ts'

export interface PaymentStatusSyncProps {
  readonly bookingId?: string | undefined
  readonly paymentRef?: string | undefined
  /** What the app knows already: shown at once, and kept right from then on. */
  readonly payment?: Payment | null | undefined
  /** @default true */
  readonly showRefreshButton?: boolean | undefined
  /** The status that is shown has become another one than what the app brought along, or than the one before. */
  readonly onStatusChange?: ((status: string, payment: Payment) => void) | undefined
  readonly labels?: Partial<Labels> | undefined
  readonly className?: string | undefined
}

/**
 * Where the money of one payment is.
 *
 * @example
 * <PaymentStatusSync bookingId="7" onStatusChange={(status) => track(status)} />
 */
export function PaymentStatusSync(props: PaymentStatusSyncProps): ReactElement {
  const { payment, showRefreshButton = true, onStatusChange, className } = props
  const store = useStore()
  const labels = useLabels(props.labels)
  const id = useId()
  const reference = props.paymentRef ?? payment?.reference
  const key = paymentKey(props.bookingId ?? (props.paymentRef ? undefined : payment?.bookingId), reference)
  const view = usePaymentView(key ?? (payment ? localKey(id) : undefined), asUsual, stateOf({ payment }))
  useStatusChange(view.payment, payment, onStatusChange)

  const known = reference ?? view.payment?.reference
  return (
    <PaymentStatusView
      view={view}
      labels={labels}
      hasButtons={showRefreshButton}
      onRefresh={key === undefined ? undefined : () => void refreshPayment(store, key)}
      onVerify={known ? () => void verifyKnown(store, key ?? paymentKey(undefined, known), known) : undefined}
      className={className}
    />
  )
}
