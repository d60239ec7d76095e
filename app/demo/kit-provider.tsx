import type { ReactElement, ReactNode } from 'react'
import type { PaymentSyncClient } from '../client/public.ts'
import { PaymentSyncProvider } from '../react/public.ts'
import { ClientContext } from './client-context.ts'
import { toast } from './toasts.ts'

interface KitProviderProps {
  readonly client: PaymentSyncClient
  readonly children: ReactNode
}

/** What this app tells the kit: its client, how people here write amounts and dates, and where messages appear. */
export function KitProvider({ client, children }: KitProviderProps): ReactElement {
  return (
    <ClientContext value={client}>
      <PaymentSyncProvider
        client={client}
        locale="en-ZA"
        onNotice={(words, booking) => toast(booking ? `${words}: ${booking.service.name}.` : words)}
        onMessage={({ provider }) =>
          toast(`This demo has no messages; in your app you would write to ${provider.name}.`)
        }
      >
        {children}
      </PaymentSyncProvider>
    </ClientContext>
  )
}
