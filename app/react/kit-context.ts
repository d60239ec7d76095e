import { createContext, use, useMemo } from 'react'
import type { Booking } from '../../shared/domain.ts'
import { defaultStore } from './client/default-client.ts'
import { defaultLabels, type Labels } from './labels.ts'
import type { Store } from './store/store.ts'

/** What a provider says; everything has a default. */
export interface Kit {
  readonly store?: Store | undefined
  readonly labels?: Partial<Labels> | undefined
  readonly locale?: string | undefined
  readonly timeZone?: string | undefined
  readonly onMessage?: ((booking: Booking) => void) | null | undefined
  readonly onNotice?: ((words: string, booking?: Booking) => void) | undefined
}

export const KitContext = createContext<Kit>({})

export const useKit = (): Kit => use(KitContext)

export const useStore = (): Store => useKit().store ?? defaultStore()

/** The component's own words go before the provider's, and those before the default ones. */
export function useLabels(own?: Partial<Labels>): Labels {
  const { labels } = useKit()
  return useMemo(() => ({ ...defaultLabels, ...labels, ...own }), [labels, own])
}
