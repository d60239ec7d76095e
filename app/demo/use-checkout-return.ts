import { useEffect, useRef } from 'react'
import type { Payment } from '../../shared/domain.ts'
import { useClient } from './client-context.ts'
import { readCheckoutReturn, withoutCheckoutReturn } from './checkout-return.ts'
import { isPaid, paymentWords } from './payment-words.ts'
import { send } from './send.ts'
import { toast } from './toasts.ts'

/** Back from the checkout: asks what really happened, shows it, then cleans the address. */
export function useCheckoutReturn(refresh: () => Promise<void>): void {
  const client = useClient()
  const asked = useRef<string>(undefined) // In development effects run twice.
  useEffect(() => {
    const back = readCheckoutReturn(location.search)
    if (!back) return
    if (asked.current === back.reference) return
    asked.current = back.reference
    void verify(back.reference)

    async function verify(reference: string): Promise<void> {
      try {
        const { payment } = await send<{ payment: Payment }>(client, '/api/payment/verify', { reference })
        toast(
          isPaid(payment.status) ? 'Payment received. It is held in escrow.' : `${paymentWords(payment.status).words}.`,
        )
      } catch (error) {
        toast(`The payment could not be checked. ${(error as Error).message}`)
      }
      await refresh()
      history.replaceState(history.state, '', withoutCheckoutReturn(location.href))
    }
  }, [client, refresh])
}
