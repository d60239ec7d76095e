const fitting: Readonly<Record<'client' | 'provider', Readonly<Record<string, readonly string[]>>>> = {
  client: {
    PENDING: ['cancel'],
    CONFIRMED: ['pay', 'pay', 'pay', 'cancel'],
    AWAITING_CONFIRMATION: ['release-payment'],
  },
  provider: {
    PENDING: ['accept', 'accept', 'cancel'],
    CONFIRMED: ['cancel'],
    PENDING_EXECUTION: ['start'],
    IN_PROGRESS: ['complete'],
  },
}
const all = ['pay', 'accept', 'start', 'complete', 'release-payment', 'cancel'] as const

/** Whether there is anything that the state allows them. */
export const mayAct = (who: 'client' | 'provider', status: string): boolean => fitting[who][status] !== undefined

/** What somebody does to a booking in this state: something that it allows them, or just anything. */
export function actOf(
  who: 'client' | 'provider',
  status: string,
  { fits, choice }: { readonly fits: boolean; readonly choice: number },
): string {
  const possible = (fits ? fitting[who][status] : undefined) ?? all
  return possible[choice % possible.length] ?? 'cancel'
}
