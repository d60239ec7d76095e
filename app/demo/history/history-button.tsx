import { useRef, useState, type ReactElement } from 'react'
import type { Booking } from '../../../shared/domain.ts'
import { CloseIcon, HistoryIcon } from '../icons.tsx'
import { HistoryView } from './history-view.tsx'

/** The way from a card to everything that happened to its booking. Asked for each time it opens. */
export function HistoryButton({ booking }: { readonly booking: Booking }): ReactElement {
  const dialog = useRef<HTMLDialogElement>(null)
  const [isOpen, setOpen] = useState(false)
  const titleId = `history-${booking.id}`

  function open(): void {
    setOpen(true)
    dialog.current?.showModal()
  }

  return (
    <>
      <button
        type="button"
        className="history-button"
        aria-label={`Audit trail of booking ${booking.id}`}
        aria-haspopup="dialog"
        onClick={open}
      >
        <HistoryIcon />
        Audit trail
      </button>
      <dialog ref={dialog} className="dialog history-dialog" aria-labelledby={titleId} onClose={() => setOpen(false)}>
        {isOpen && (
          <>
            <header className="dialog-head">
              <h2 id={titleId}>
                Audit trail{' '}
                <span className="history-of">
                  {booking.service.name}, booking {booking.id}
                </span>
              </h2>
              <button type="button" className="icon-button" aria-label="Close" onClick={() => dialog.current?.close()}>
                <CloseIcon />
              </button>
            </header>
            <HistoryView bookingId={booking.id} />
          </>
        )}
      </dialog>
    </>
  )
}
