import { StrictMode, type ReactElement } from 'react'
import { render } from 'vitest-browser-react'
import { PaymentSyncProvider, type PaymentSyncProviderProps } from '../../../app/react/public.ts'
import '../../../app/react/styles/react.css'
import { standInClient } from './stand-in-client.ts'

/** The element in an app that uses the kit, under a client whose answers are given by hand. */
export async function renderInKit(element: ReactElement, options: Omit<PaymentSyncProviderProps, 'client'> = {}) {
  const standIn = standInClient()
  const inKit = (inside: ReactElement): ReactElement => (
    <StrictMode>
      <PaymentSyncProvider client={standIn.client} locale="en-ZA" timeZone="Africa/Johannesburg" {...options}>
        {inside}
      </PaymentSyncProvider>
    </StrictMode>
  )
  const screen = await render(inKit(element))
  return { ...standIn, screen, show: (other: ReactElement) => screen.rerender(inKit(other)) }
}
