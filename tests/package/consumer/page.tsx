import { QueryClient } from '@tanstack/react-query'
import {
  createGuard,
  PaymentSyncError,
  registerPaymentSync,
  type ErrorCode,
  type PaymentSyncClient,
} from 'payment-sync'
import { PaymentSyncInspector } from 'payment-sync/inspector'
import 'payment-sync/inspector.css'
import { PaymentSyncProvider, usePaymentSync } from 'payment-sync/react'
import 'payment-sync/react.css'
import { bindSWR } from 'payment-sync/swr'
import { bindQueryClient } from 'payment-sync/tanstack-query'
import useSWR, { mutate, SWRConfig } from 'swr'

/** What an app writes against the packed types; compiled, never run. */
const sync: PaymentSyncClient = registerPaymentSync({ url: '/sw.js', live: '/api/events' })
const stop: () => void = sync.subscribe({ groups: ['booking:7'] }, ({ reason, asOf }) => console.log(reason, asOf))
// @ts-expect-error -- there is no such option
registerPaymentSync({ adress: '/sw.js' })

export const queries = bindQueryClient(new QueryClient(), sync, { groups: ({ queryKey: [id] }) => [`booking:${id}`] })
const bound = bindSWR(mutate, sync, { groups: (key) => (key === '/api/bookings' ? ['bookings', '*'] : undefined) })

const hasCode = (error: unknown, code: ErrorCode): boolean => error instanceof PaymentSyncError && error.code === code

export function App() {
  const { payment, isLoading } = usePaymentSync({ bookingId: '7' })
  const { data } = useSWR('/api/bookings', bound.fetcher)
  return (
    <SWRConfig value={{ use: [bound.middleware] }}>
      <PaymentSyncProvider client={sync}>
        <button onClick={stop}>{isLoading ? '…' : payment?.status}</button>
        <PaymentSyncInspector client={sync} />
        {hasCode(data, 'NO_REPLY')} {createGuard().asOf}
      </PaymentSyncProvider>
    </SWRConfig>
  )
}
