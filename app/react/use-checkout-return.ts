import { useEffect, useRef } from 'react'
import { readCheckoutReturn } from './checkout-return.ts'
import { useStore } from './kit-context.ts'
import { returnFromCheckout, type Outcome } from './store/return-from-checkout.ts'

/** Handles the return from a checkout that the address of the page tells of; see `returnFromCheckout`. */
export function useCheckoutReturn(onOutcome: (outcome: Outcome) => void): void {
  const store = useStore()
  const tell = useRef(onOutcome)
  useEffect(() => {
    tell.current = onOutcome
  })
  useEffect(() => {
    const back = readCheckoutReturn(location.search)
    if (!back) return undefined
    let isHere = true
    const handle = async (): Promise<void> => {
      const outcome = await returnFromCheckout(store, back)
      if (isHere) tell.current(outcome)
    }
    void handle()
    return () => {
      isHere = false
    }
  }, [store])
}
