import { useRef, useState, type ReactElement, type SubmitEvent } from 'react'
import type { Service } from '../../shared/domain.ts'
import { ApiError, send } from '../react/public.ts'
import { useClient } from './client-context.ts'
import { FailureNote } from './failure-note.tsx'
import { Field } from './field.tsx'
import { ServiceChoice } from './service-choice.tsx'
import { toast } from './toasts.ts'
import { useTask } from './use-task.ts'

/** What, when, and a word to the provider. Problems stand beside the field they are about. */
export function BookingForm({ onBooked }: { readonly onBooked: () => void }): ReactElement {
  const sendOnce = useSendOnce()
  const [service, setService] = useState<Service>()
  const [when, setWhen] = useState(tomorrow)
  const [note, setNote] = useState('')
  const [isTried, setTried] = useState(false)
  const booking = useTask(async (chosen: Service) => {
    await sendOnce({ serviceId: chosen.id, scheduledAt: new Date(when).toISOString(), note: note.trim() })
    toast(`Booking requested: ${chosen.name}. The provider has to accept it.`)
    onBooked()
  })
  const { error } = booking
  const about = error instanceof ApiError ? error.field : undefined
  const problemOf = (field: string): string | undefined => (about === field ? error?.message : undefined)

  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault()
    setTried(true)
    if (service && when !== '') booking.run(service)
  }

  return (
    <form className="booking-form" onSubmit={submit} noValidate>
      <ServiceChoice
        chosen={service}
        onChoose={setService}
        problem={isTried && !service ? 'Choose a service.' : problemOf('serviceId')}
      />
      <Field
        label="When"
        type="datetime-local"
        name="scheduledAt"
        value={when}
        onChange={(event) => setWhen(event.target.value)}
        problem={isTried && when === '' ? 'Choose a day and a time.' : problemOf('scheduledAt')}
      />
      <Field
        label="A word to the provider (optional)"
        name="note"
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        problem={problemOf('note')}
      />
      {error && !['serviceId', 'scheduledAt', 'note'].includes(about ?? '') && (
        <FailureNote what="Could not book" error={error} />
      )}
      <button type="submit" className="button main wide" disabled={booking.isBusy}>
        {booking.isBusy ? 'Booking…' : 'Request booking'}
      </button>
    </form>
  )
}

/** The same again after an answer that got lost is the same booking; anything else is another. */
function useSendOnce(): (body: object) => Promise<void> {
  const client = useClient()
  const sent = useRef({ text: '', key: '' })
  return async (body) => {
    const text = JSON.stringify(body)
    if (sent.current.text !== text) sent.current = { text, key: crypto.randomUUID() }
    try {
      await send(client, '/api/bookings', body, sent.current.key)
    } catch (error) {
      if (!(error instanceof ApiError && error.isOutcomeUnknown)) sent.current.text = ''
      throw error
    }
  }
}

/** Nine in the morning, as the input writes it: in the person's own time. */
function tomorrow(): string {
  const day = new Date()
  day.setDate(day.getDate() + 1)
  const part = (number: number): string => String(number).padStart(2, '0')
  return `${day.getFullYear()}-${part(day.getMonth() + 1)}-${part(day.getDate())}T09:00`
}
