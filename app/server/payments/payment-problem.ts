import { Problem } from '../http/problem.ts'
import { PaystackError } from '../paystack/paystack-client.ts'

/** The answer to a request that Paystack kept us from fulfilling; anything else is thrown on as it is. */
export function paystackProblem(error: unknown): unknown {
  if (!(error instanceof PaystackError)) return error
  const slow = error.reason === 'slow'
  return new Problem(
    slow ? 504 : 502,
    `${error.message}. Nothing was changed; try again in a moment.`,
    {},
    {
      'Retry-After': '5',
    },
  )
}
