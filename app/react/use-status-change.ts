import { useEffect, useRef } from 'react'
import type { Payment } from '../../shared/domain.ts'

/** Tells of each status that is shown and wasn't before; what the app brought along it knows. */
export function useStatusChange(
  shown: Payment | null | undefined,
  brought: Payment | null | undefined,
  onChange: ((status: string, payment: Payment) => void) | undefined,
): void {
  const told = useRef<string | undefined>(brought?.status)
  const tell = useRef(onChange)
  useEffect(() => {
    tell.current = onChange
  })
  useEffect(() => {
    if (!shown || shown.status === told.current) return
    told.current = shown.status
    tell.current?.(shown.status, shown)
  }, [shown])
}
