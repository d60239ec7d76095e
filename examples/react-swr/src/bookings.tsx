import useSWR from 'swr'

/** As the app had it before: it polls, because nobody told it of changes. */
const refreshInterval = 2_000

interface Booking {
  readonly id: string
  readonly service: string
  readonly payment: { readonly status: string } | null
}

export function Bookings({ live }: { readonly live: () => string }) {
  const { data } = useSWR<{ bookings: readonly Booking[] }>('/api/bookings/my-bookings', { refreshInterval })
  if (!data) return <p>…</p>
  return (
    <>
      <ul>
        {data.bookings.map(({ id }) => (
          <Row key={id} id={id} />
        ))}
      </ul>
      <footer>{`${data.bookings.filter(({ payment }) => payment).length} paid, live: ${live()}`}</footer>
    </>
  )
}

function Row({ id }: { readonly id: string }) {
  const { data } = useSWR<{ booking: Booking }>(`/api/bookings/${id}`, { refreshInterval })
  if (!data) return <li>…</li>
  const { service, payment } = data.booking
  const pay = (): void => void fetch(`/api/book-service/${id}/pay`, { method: 'POST' })
  return (
    <li>
      {service}: {payment?.status ?? 'to be paid'} {!payment && <button onClick={pay}>{`Pay ${service}`}</button>}
    </li>
  )
}
