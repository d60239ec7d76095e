import { registerPaymentSync } from 'payment-sync'
import { bindSWR } from 'payment-sync/swr'
import { createRoot } from 'react-dom/client'
import { mutate, SWRConfig } from 'swr'
import { Bookings } from './bookings'

const sync = registerPaymentSync({ live: '/api/events' })

// All that is new in this app: which group of the policy each key belongs to.
const bound = bindSWR(mutate, sync, {
  groups(key) {
    if (key === '/api/bookings/my-bookings') return ['*'] // A list may hold any of them.
    const [, id] = /^\/api\/bookings\/(\w+)$/.exec(String(key)) ?? []
    return id === undefined ? undefined : [`booking:${id}`]
  },
})

const root = document.querySelector('#root')
if (root) {
  createRoot(root).render(
    <SWRConfig value={{ fetcher: bound.fetcher, use: [bound.middleware] }}>
      <Bookings live={() => sync.live} />
    </SWRConfig>,
  )
}
