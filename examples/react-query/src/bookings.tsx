import { useMutation, useQuery } from '@tanstack/react-query'

/** As the app had it before: it polls, because nobody told it of changes. */
const EVERY = 2_000

interface Booking {
  readonly id: string
  readonly service: string
  readonly payment: { readonly status: string } | null
}

async function ask<Body>(url: string, init?: RequestInit): Promise<Body> {
  const response = await fetch(url, init)
  if (!response.ok) throw new Error(`${url} was answered with ${response.status}.`)
  return (await response.json()) as Body
}

export function Bookings({ live }: { readonly live: () => string }) {
  const list = useQuery({
    queryKey: ['bookings'],
    queryFn: ({ signal }) => ask<{ bookings: readonly Booking[] }>('/api/bookings/my-bookings', { signal }),
    refetchInterval: EVERY,
  })
  if (!list.data) return <p>…</p>
  return (
    <>
      <ul>
        {list.data.bookings.map(({ id }) => (
          <Row key={id} id={id} />
        ))}
      </ul>
      <footer>{`${list.data.bookings.filter(({ payment }) => payment).length} paid, live: ${live()}`}</footer>
    </>
  )
}

function Row({ id }: { readonly id: string }) {
  const { data } = useQuery({
    queryKey: ['booking', id],
    queryFn: () => ask<{ booking: Booking }>(`/api/bookings/${id}`),
    refetchInterval: EVERY,
  })
  const pay = useMutation({ mutationFn: () => ask(`/api/book-service/${id}/pay`, { method: 'POST' }) })
  if (!data) return <li>…</li>
  const { service, payment } = data.booking
  return (
    <li>
      {service}: {payment?.status ?? 'to be paid'}{' '}
      {!payment && <button onClick={() => pay.mutate()}>{`Pay ${service}`}</button>}
    </li>
  )
}
