import type { ReactElement } from 'react'
import type { HistoryEntry } from '../../../shared/domain.ts'
import { defaultLabels, getPaymentDisplayStatus, type Labels } from '../../react/public.ts'
import { actorOf, sourceOf } from './history-words.ts'

const labels = defaultLabels as Labels
const time = new Intl.DateTimeFormat('en-ZA', { dateStyle: 'medium', timeStyle: 'medium' })

/** One step: what became what, whose doing it was, how it came about, and when. */
export function HistoryStep({ step }: { readonly step: HistoryEntry }): ReactElement {
  const { subject, before, after, at, reference } = step
  return (
    <li className="history-step" data-subject={subject}>
      <p className="history-change">
        <span className="history-subject">{subject === 'payment' ? 'Payment' : 'Booking'}</span>{' '}
        {before !== null && (
          <>
            <span className="history-before">{statusWords(subject, before)}</span> <span aria-hidden="true">→</span>
            <span className="hidden"> became </span>{' '}
          </>
        )}
        <strong>{after === null ? 'taken away' : statusWords(subject, after)}</strong>
      </p>
      <p className="history-how">
        {actorOf(step)} · {sourceOf(step)}
      </p>
      <p className="history-when">
        <time dateTime={at}>{time.format(new Date(at))}</time>
        {reference !== null && (
          <>
            {' · '}
            <span className="hidden">reference </span>
            <code>{reference}</code>
          </>
        )}
      </p>
    </li>
  )
}

const statusWords = (subject: HistoryEntry['subject'], status: string): string =>
  subject === 'payment' ? getPaymentDisplayStatus(status) : (labels[`booking.${status}`] ?? status)
