/** Subunits (cents), as people here read them. */
export function money(amount: number, currency: string): string {
  const format = new Intl.NumberFormat('en-ZA', { style: 'currency', currency })
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
}
