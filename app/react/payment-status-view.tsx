import type { ReactElement } from 'react'
import { CHECKING } from '../../shared/domain.ts'
import { classNames } from './class-names.ts'
import { FailureNote } from './failure-note.tsx'
import { IconButton } from './icon-button.tsx'
import { Icon } from './icons.tsx'
import type { Labels } from './labels.ts'
import { getPaymentDisplayStatus, paymentTone, statusOf } from './payment-words.ts'
import type { PaymentView } from './store/payments.ts'

interface PaymentStatusViewProps {
  readonly view: PaymentView
  readonly labels: Labels
  /** Of a pending payment that takes too long they are shown in any case. */
  readonly hasButtons: boolean
  /** Undefined: there is nothing to ask for. */
  readonly onRefresh: (() => void) | undefined
  readonly onVerify: (() => void) | undefined
  readonly className?: string | undefined
}

/** Where the money is, in words. While it is being checked: the last that the server said, marked as that. */
export function PaymentStatusView(props: PaymentStatusViewProps): ReactElement {
  const { view, labels, hasButtons, onRefresh, onVerify, className } = props
  const { payment, isLoading, isChecking, isRefreshing, error, isStuck } = view
  const tone = paymentTone(payment)
  const meaning = labels[`meaning.${statusOf(payment)}`]
  const isBlank = isLoading || (error !== null && payment === undefined)
  const isKnown = payment?.status !== CHECKING
  const note = isChecking && isKnown ? labels.lastKnown : meaning
  const mayVerify = onVerify && !isBlank && (payment?.status === 'PENDING' || payment?.status === 'FAILED')
  const buttons = (hasButtons || isStuck) && (
    <div className="psync-payment-buttons">
      <IconButton
        shape="refresh"
        title={labels.refreshPaymentTitle}
        words={isStuck ? labels.refresh : undefined}
        isBusy={isRefreshing}
        isDisabled={!onRefresh}
        onPress={() => onRefresh?.()}
      />
      {mayVerify && (
        <IconButton
          shape="good"
          title={labels.verifyPaymentTitle}
          words={isStuck ? labels.verify : undefined}
          isBusy={false}
          onPress={onVerify}
        />
      )}
    </div>
  )

  return (
    <div
      className={classNames('psync psync-payment', className)}
      data-tone={isBlank ? 'plain' : tone}
      data-checking={isChecking || undefined}
      data-stuck={isStuck || undefined}
      aria-busy={isLoading || isRefreshing}
    >
      <div className="psync-payment-line">
        <div role="status" className="psync-payment-status">
          {isLoading ? (
            <>
              <Spinner />
              <span>{labels.loadingPayment}</span>
            </>
          ) : isBlank ? null : (
            <>
              {isChecking ? <Spinner /> : <Icon shape={tone} />}
              <span>
                <strong>{getPaymentDisplayStatus(payment, labels)}</strong>
                {note !== undefined && <span className="psync-note">{note}</span>}
                {payment?.status === 'PENDING' && <Pending isStuck={isStuck} labels={labels} />}
              </span>
            </>
          )}
        </div>
        {!isStuck && buttons}
      </div>
      {isStuck && buttons}
      {error && !isLoading && (
        <FailureNote
          what={isBlank ? labels.paymentNotLoaded : labels.paymentNotRefreshed}
          error={error}
          labels={labels}
          onRetry={onRefresh}
        />
      )}
    </div>
  )
}

const Spinner = (): ReactElement => <span className="psync-spinner" aria-hidden="true" />

function Pending({ isStuck, labels }: { readonly isStuck: boolean; readonly labels: Labels }): ReactElement {
  return (
    <span className="psync-pending">
      <span className="psync-pending-title">{isStuck ? labels.stuck : labels.processing}</span>
      {isStuck && <span className="psync-note">{labels.stuckMeaning}</span>}
    </span>
  )
}
