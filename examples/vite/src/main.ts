import { registerPaymentSync } from 'payment-sync'

interface Booking {
  readonly id: string
  readonly service: string
  readonly payment: { readonly status: string } | null
}

const sync = registerPaymentSync({ live: '/api/events' })
const list = document.querySelector('#bookings')

async function show(how?: RequestInit): Promise<void> {
  const response = await sync.fetch('/api/bookings/my-bookings', how)
  const { bookings } = (await response.json()) as { bookings: readonly Booking[] }
  list?.replaceChildren(...bookings.map(row))
  document.title = response.headers.get('Cache-Status') ?? 'no worker'
}

function row({ service, payment }: Booking): HTMLElement {
  const item = document.createElement('li')
  item.textContent = `${service}: ${payment?.status ?? 'to be paid'}`
  return item
}

const live = document.querySelector('#live')
sync.subscribeState(() => live?.replaceChildren(`live: ${sync.live}`))
sync.subscribe({ groups: ['*'] }, () => void show({ cache: 'force-cache' }))
await sync.ready
await show()
