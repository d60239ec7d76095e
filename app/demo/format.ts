/** Subunits (cents), as people read them. */
export const money = (amount: number, currency: string): string =>
  new Intl.NumberFormat('en-ZA', { style: 'currency', currency }).format(amount / 100)

const day = new Intl.DateTimeFormat('en-ZA', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
})

export const dateAndTime = (iso: string): string => day.format(new Date(iso))
