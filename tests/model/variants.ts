export interface Variant {
  readonly name: string
  readonly expected: 'holds' | 'fails'
  /** Bounds, and for a broken one what is turned off: names in bounds.pml. */
  readonly flags: Readonly<Record<string, number>>
  /** Takes minutes: only with `--large`. */
  readonly isLarge?: true
}

const fences = { WRITES: 1, NO_STORE: 1, BEHIND: 1, GAPS: 1 }
const change = { MUTATION: 1, WRITES: 1, FLIGHTS: 2 }
const delivery = { WRITES: 1, KILLS: 2, FLIGHTS: 2 }
const outcome = { MUTATION: 1, KILLS: 2, FLIGHTS: 1, OTHER: 0 }
const repeats = { MUTATION: 1, KILLS: 1, FLIGHTS: 2, OTHER: 0 }
const keyed = { ...repeats, FLIGHTS: 1, KEYED: 1, OFFLINE: 1 }
const restarted = { ...repeats, KEYED: 1, OTHER: 1, WRITES: 1, READ_FROM: 2 }
const login = { MUTATION: 1, SESSIONS: 1, FLIGHTS: 2 }

const holds = (name: string, flags: Variant['flags']): Variant => ({ name, expected: 'holds', flags })
const large = (name: string, flags: Variant['flags']): Variant => ({ name, expected: 'holds', flags, isLarge: true })
const fails = (name: string, flags: Variant['flags']): Variant => ({ name, expected: 'fails', flags })

/** The mechanism as it is must hold; with any one part turned off, the same search must find a counterexample. */
export const variants: readonly Variant[] = [
  holds('fences', fences),
  holds('change', change),
  holds('delivery', delivery),
  holds('outcome', outcome),
  holds('repeats', repeats),
  holds('keyed', keyed),
  holds('two-keys', { ...repeats, KEYS: 2 }),
  holds('login', { ...login, GAPS: 1 }),
  holds('login-killed', { ...login, KILLS: 1, OTHER: 0, FLIGHTS: 1 }),

  fails('no-fence', { ...change, CHANGE_FENCE: 0, DELIVERY_FENCE: 0 }),
  fails('change-fence-only', { ...change, DELIVERY_FENCE: 0 }),
  fails('delivery-fence-only', { ...change, CHANGE_FENCE: 0 }),
  fails('ordered-by-as-of-alone', { ...fences, KEPT_STAMP: 0 }),
  fails('unstored-without-mark', { ...fences, MARK: 0 }),
  fails('overtaken-twice-without-mark', { ...change, MARK_OVERTAKEN: 0 }),
  fails('joined-behind-delivery', { ...fences, JOIN_BEHIND: 1 }),
  fails('fence-before-transaction', { ...fences, FENCE_IN_TRANSACTION: 0 }),
  fails('delivered-before-committed', { ...delivery, DELIVERED_FIRST: 1 }),
  fails('put-of-former-run', { ...delivery, FLIGHTS: 3, KILLS: 1, RUN_CHECK: 0 }),
  fails('intent-not-written', { ...outcome, INTENT_WRITTEN: 0 }),
  fails('intent-deleted-early', { ...outcome, INTENT_KEPT: 0 }),
  fails('orphan-settled-at-once', { ...repeats, UNSETTLED_WINDOW: 0 }),
  fails('orphan-not-repeated', { ...outcome, ORPHAN_REPEATS: 0 }),
  fails('first-send-forgotten', { ...keyed, FIRST_REMEMBERED: 0 }),
  fails('repeat-ends-window', { ...restarted, REPEAT_UNSETTLED: 0 }),
  fails('session-not-checked', { ...login, SESSION_CHECK: 0 }),

  large('large-change', { ...change, FLIGHTS: 3, GAPS: 1 }),
  large('large-delivery', { ...delivery, FLIGHTS: 3 }),
  large('large-outcome', { ...outcome, FLIGHTS: 2 }),
  large('large-repeats', { ...repeats, OTHER: 1 }),
  large('large-login', { ...login, KILLS: 1, OTHER: 0 }),
  large('large-keyed', restarted),
  large('large-two-keys', { ...change, KEYS: 2 }),
]
