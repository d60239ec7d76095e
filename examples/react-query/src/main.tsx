import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { registerPaymentSync } from 'payment-sync'
import { bindQueryClient } from 'payment-sync/tanstack-query'
import { createRoot } from 'react-dom/client'
import { Bookings } from './bookings'

const queryClient = new QueryClient()
const sync = registerPaymentSync({ live: '/api/events' })

// All that is new in this app: which group of the policy each query key belongs to.
bindQueryClient(queryClient, sync, {
  groups({ queryKey: [kind, id] }) {
    if (kind === 'bookings') return ['*'] // A list may hold any of them.
    return kind === 'booking' ? [`booking:${String(id)}`] : undefined
  },
})

const root = document.querySelector('#root')
if (root) {
  createRoot(root).render(
    <QueryClientProvider client={queryClient}>
      <Bookings live={() => sync.live} />
    </QueryClientProvider>,
  )
}
