/** The groups that a page can tell a URL to be in without its answer. */
export function groupsOf(url: string): string[] {
  const { pathname, searchParams } = new URL(url, 'http://localhost')
  const [, , first, second] = pathname.split('/')
  if (first === 'services') return ['services']
  const ids = [searchParams.get('bookingId'), ...(searchParams.get('bookingIds') ?? '').split(',')]
  if (first === 'bookings' && second !== undefined && /^\d+$/.test(second)) ids.push(second)
  const named = ids.flatMap((id) => (id === null || id === '' ? [] : [`booking:${id}`]))
  return named.length > 0 ? named : ['bookings']
}

/** Whether a page that shows the URL has to look again. */
export function touches(groups: readonly string[], url: string): boolean {
  const mine = groupsOf(url)
  // Lists name no booking; a page that shows one looks again at any.
  const any = mine.includes('bookings') && groups.some((group) => group.startsWith('booking'))
  return any || groups.includes('*') || groups.some((group) => mine.includes(group))
}
