import * as v from 'valibot'

/**
 * What a charge has come to, in our words. `open` is all that isn't final: what Paystack calls `abandoned` (nobody has
 * paid yet), `ongoing`, `pending`, `processing`, `queued`, or whatever else it may say. `returned`: the money was here
 * and went back (`reversed`).
 */
export interface Charge {
  readonly outcome: 'paid' | 'failed' | 'returned' | 'open'
  readonly amount: number
  readonly currency: string
  readonly paidAt: string | null
}

export interface CheckoutRequest {
  readonly email: string
  readonly amount: number
  readonly currency: string
  readonly reference: string
  readonly callbackUrl: string
  readonly metadata: Readonly<Record<string, unknown>>
}

/** The two calls of Paystack that a marketplace needs. */
export interface Paystack {
  /** Opens a checkout. `duplicate`: this reference has one already, whose address Paystack won't tell again. */
  initialize(request: CheckoutRequest): Promise<{ readonly authorizationUrl: string } | 'duplicate'>
  /** Undefined: Paystack has never heard of it. */
  verify(reference: string): Promise<Charge | undefined>
}

/** Paystack couldn't be asked, or its answer not be understood. `refused`: it understood, and said no. */
export class PaystackError extends Error {
  override readonly name = 'PaystackError'

  constructor(
    message: string,
    readonly reason: 'unreachable' | 'slow' | 'refused',
  ) {
    super(message)
  }
}

const initialized = v.object({ data: v.object({ authorization_url: v.string(), reference: v.string() }) })

const outcomes: ReadonlyMap<string, Charge['outcome']> = new Map([
  ['success', 'paid'],
  ['failed', 'failed'],
  ['reversed', 'returned'],
])

/** Of a transaction in Paystack's words: in the answer to *verify* and in webhooks alike. */
export const chargeData = v.pipe(
  v.object({
    status: v.string(),
    reference: v.string(),
    amount: v.pipe(v.number(), v.integer()),
    currency: v.string(),
    paid_at: v.optional(v.nullable(v.string()), null),
  }),
  v.transform(({ status, reference, amount, currency, paid_at: paidAt }) => {
    const outcome = outcomes.get(status) ?? 'open'
    return { outcome, reference, amount, currency, paidAt } satisfies Charge & { reference: string }
  }),
)
const verified = v.object({ data: chargeData })
const refusal = v.object({ message: v.string() })

/** Speaks to `https://api.paystack.co`, or to whatever speaks like it. Each call ends within the time-out. */
export function paystackClient(baseUrl: () => string, secretKey: string, timeoutMs = 10_000): Paystack {
  const call = async (path: string, body?: unknown): Promise<{ status: number; json: unknown }> => {
    try {
      const response = await fetch(`${baseUrl()}${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { Authorization: `Bearer ${secretKey}`, 'Content-Type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        // A redirect would carry the key elsewhere.
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      })
      return { status: response.status, json: await response.json() }
    } catch (error) {
      if (error instanceof Error && error.name === 'TimeoutError') {
        throw new PaystackError(`Paystack did not answer within ${timeoutMs} ms`, 'slow')
      }
      throw new PaystackError('Paystack could not be reached, or its answer not be read', 'unreachable')
    }
  }
  const read = <Schema extends v.GenericSchema>(
    schema: Schema,
    status: number,
    json: unknown,
  ): v.InferOutput<Schema> => {
    const result = v.safeParse(schema, json)
    if (status === 200 && result.success) return result.output
    const { success, output } = v.safeParse(refusal, json)
    const refused = status >= 400 && status < 500 && status !== 429
    throw new PaystackError(
      `Paystack answered ${status}${success ? `: ${output.message.slice(0, 120)}` : ''}`,
      refused ? 'refused' : 'unreachable',
    )
  }
  return {
    async initialize({ callbackUrl, ...request }) {
      const { status, json } = await call('/transaction/initialize', { ...request, callback_url: callbackUrl })
      if (status === 400 && /duplicate/i.test(messageOf(json))) return 'duplicate'
      return { authorizationUrl: read(initialized, status, json).data.authorization_url }
    },
    async verify(reference) {
      const { status, json } = await call(`/transaction/verify/${encodeURIComponent(reference)}`)
      if ((status === 400 || status === 404) && /not found/i.test(messageOf(json))) return undefined
      const { data } = read(verified, status, json)
      if (data.reference !== reference)
        throw new PaystackError('Paystack answered for another reference', 'unreachable')
      return data
    },
  }
}

const messageOf = (json: unknown): string => {
  const { success, output } = v.safeParse(refusal, json)
  return success ? output.message : ''
}
