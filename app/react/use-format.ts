import { useMemo, useSyncExternalStore } from 'react'
import { useKit } from './kit-context.ts'

export interface Format {
  /** Subunits (cents) as people read them: in units of the currency, with the currency's own digits. */
  readonly money: (amount: number | undefined, currency: string | undefined) => string | undefined
  readonly dateAndTime: (iso: string | undefined) => string | undefined
}

const never = () => (): void => undefined

/**
 * By `Intl`, in the provider's locale and time zone, else the browser's. A server knows neither: until the page has
 * taken over it is English and UTC on both sides, so that both say the same.
 */
export function useFormat(): Format {
  const kit = useKit()
  const isHere = useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
  const locale = kit.locale ?? (isHere ? undefined : 'en')
  const timeZone = kit.timeZone ?? (isHere ? undefined : 'UTC')
  return useMemo(() => formatOf(locale, timeZone), [locale, timeZone])
}

const formats = new Map<string, Format>()

function formatOf(locale: string | undefined, timeZone: string | undefined): Format {
  const name = `${locale} ${timeZone}`
  const known = formats.get(name) ?? createFormat(locale, timeZone)
  formats.set(name, known)
  return known
}

export function createFormat(locale: string | undefined, timeZone: string | undefined): Format {
  const day = new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  })
  const currencies = new Map<string, Intl.NumberFormat>()

  function of(currency: string): Intl.NumberFormat {
    const known = currencies.get(currency) ?? new Intl.NumberFormat(locale, { style: 'currency', currency })
    currencies.set(currency, known)
    return known
  }

  return {
    money(amount, currency) {
      if (typeof amount !== 'number' || !/^[a-z]{3}$/i.test(currency ?? '')) return undefined
      const format = of(currency ?? '')
      return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
    },
    dateAndTime(iso) {
      const date = new Date(iso ?? '')
      return Number.isNaN(date.getTime()) ? undefined : day.format(date)
    },
  }
}
