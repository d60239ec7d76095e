import { useRef, useState, type ReactElement } from 'react'
import { BookingForm } from './booking-form.tsx'
import { CloseIcon, PlusIcon } from './icons.tsx'

/** The way to a new booking. The form begins anew each time it opens. */
export function NewBooking(): ReactElement {
  const dialog = useRef<HTMLDialogElement>(null)
  const [opened, setOpened] = useState(0)
  const close = (): void => dialog.current?.close()

  function open(): void {
    setOpened(opened + 1)
    dialog.current?.showModal()
  }

  return (
    <>
      <button type="button" className="button main" title="New booking" aria-label="New booking" onClick={open}>
        <PlusIcon />
        <span className="button-words">New booking</span>
      </button>
      <dialog ref={dialog} className="dialog" aria-labelledby="new-booking-title">
        <header className="dialog-head">
          <h2 id="new-booking-title">New booking</h2>
          <button type="button" className="icon-button" aria-label="Close" onClick={close}>
            <CloseIcon />
          </button>
        </header>
        {opened > 0 && <BookingForm key={opened} onBooked={close} />}
      </dialog>
    </>
  )
}
