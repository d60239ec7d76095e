import { useLayoutEffect, type ReactElement } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import type { Booking } from '../../../shared/domain.ts'
import { bench } from '../worker/page.ts'
import type { Library } from './library.ts'

/** Which payment each card shows, by booking: its version. */
const shown = new Map<string, number>()
let onShown = (): void => undefined

/** An app that shows a list of bookings with the payment of each. All times in ms. */
function appWith({ Around, useBookings, usePayment, change }: Library) {
  let root: Root | undefined

  function Card({ booking }: { readonly booking: Booking }): ReactElement {
    const payment = usePayment(booking)
    useLayoutEffect(() => {
      if (!payment) return
      shown.set(booking.id, payment.version)
      onShown()
    }, [booking.id, payment])
    return <li>{`${booking.id}: ${payment?.status ?? '…'}`}</li>
  }

  function Dashboard({ second }: { readonly second?: (() => void) | undefined }): ReactElement {
    const bookings = useBookings()
    return (
      <>
        <ul>
          {bookings?.map((booking) => (
            <Card key={booking.id} booking={booking} />
          ))}
        </ul>
        {second && <Count onCounted={second} />}
      </>
    )
  }

  /** A second component that wants the same. */
  function Count({ onCounted }: { readonly onCounted: () => void }): ReactElement {
    const count = useBookings()?.length
    useLayoutEffect(() => {
      if (count !== undefined) onCounted()
    }, [count, onCounted])
    return <p>{count ?? '…'}</p>
  }

  function render(second?: () => void): void {
    root ??= createRoot(document.body)
    root.render(
      <Around>
        <Dashboard second={second} />
      </Around>,
    )
  }

  const app = {
    /** Opens it: until every card shows its payment. */
    open(cards: number): Promise<number> {
      const begin = performance.now()
      shown.clear()
      render()
      return new Promise((resolve) => {
        onShown = () => {
          if (shown.size === cards) resolve(performance.now() - begin)
        }
      })
    },

    /** Until a second component shows it, in the app that is open. */
    second(): Promise<number> {
      const begin = performance.now()
      return new Promise<number>((resolve) => render(() => resolve(performance.now() - begin))).finally(() => render())
    },

    /** Leaves, as for another view of the app, and comes back. */
    async again(cards: number): Promise<number> {
      root?.unmount()
      root = undefined
      await new Promise((resolve) => setTimeout(resolve))
      return app.open(cards)
    },

    change,

    /** Of the payment that is shown of this booking. */
    version: (id: string): number => shown.get(id) ?? 0,
  }
  return app
}

declare global {
  var app: ReturnType<typeof appWith>
}

/** Lets the benchmark tell an app what to do. */
export function runApp(library: Library): void {
  globalThis.bench = bench // What every page of the benchmark does when it is told.
  globalThis.app = appWith(library)
}
