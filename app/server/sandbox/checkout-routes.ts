import { Hono } from 'hono'
import * as v from 'valibot'
import { ownOrigin } from '../http/own-origin.ts'
import { Problem } from '../http/problem.ts'
import { readInput } from '../http/read-input.ts'
import { checkoutPage } from './checkout-page.ts'
import { checkoutStyle } from './checkout-style.ts'
import { deliverWebhook } from './deliver-webhook.ts'
import { sandboxTransaction, type SandboxTransaction } from './sandbox-transactions.ts'
import type { AppContext, AppEnv, Deps } from '../http/app-env.ts'

const outcomes = { pay: 'success', fail: 'failed', abandon: 'abandoned' } as const
const choice = v.object({ outcome: v.picklist(['pay', 'fail', 'abandon']) })

/** The page where people pay, and its three buttons. Plain forms: it works without a script. */
export function checkoutRoutes(deps: Deps): Hono<AppEnv> {
  const find = async (c: AppContext): Promise<SandboxTransaction> => {
    const reference = c.req.param('reference') ?? ''
    const found = /^[\w.=-]{1,100}$/.test(reference) ? await sandboxTransaction(deps.database, reference) : undefined
    if (!found) throw new Problem(404, 'There is no such checkout.')
    return found
  }
  return new Hono<AppEnv>()
    .get('/checkout.css', (c) =>
      c.body(checkoutStyle, 200, { 'Content-Type': 'text/css', 'Cache-Control': 'no-cache' }),
    )
    .get('/:reference', async (c) => {
      const transaction = await find(c)
      const page = checkoutPage(transaction, returnUrl(c, transaction, outcomes[wordFor(transaction)]))
      return c.html(page, 200, { 'Cache-Control': 'no-store' })
    })
    .post('/:reference', async (c) => {
      const transaction = await find(c)
      const form = await c.req.parseBody().catch(() => ({}))
      const { outcome } = readInput(choice, form, 'The form')
      const after = outcome === 'abandon' ? transaction : await decide(deps, transaction, outcomes[outcome])
      // What it came to, which another tab may have decided first.
      const payment = after.status === 'abandoned' ? 'abandoned' : after.status
      return c.redirect(returnUrl(c, transaction, payment), 303)
    })
}

const wordFor = ({ status }: SandboxTransaction): keyof typeof outcomes =>
  status === 'success' ? 'pay' : status === 'failed' ? 'fail' : 'abandon'

async function decide(
  deps: Deps,
  { reference }: SandboxTransaction,
  status: 'success' | 'failed',
): Promise<SandboxTransaction> {
  await deps.database.query(
    `update sandbox_transactions set status = $2, paid_at = case $2 when 'success' then now() end
     where reference = $1 and status = 'abandoned'`,
    [reference, status],
  )
  const after = await sandboxTransaction(deps.database, reference)
  if (!after) throw new Problem(404, 'There is no such checkout.')
  await deliverWebhook(deps, after)
  return after
}

/** Back to the page, at wherever this server is now. */
function returnUrl(c: AppContext, transaction: SandboxTransaction, payment: string): string {
  const asked = new URL(transaction.callback_url, ownOrigin(c))
  const url = new URL(asked.pathname + asked.search + asked.hash, ownOrigin(c))
  url.searchParams.set('payment', payment)
  url.searchParams.set('reference', transaction.reference)
  url.searchParams.set('trxref', transaction.reference)
  return url.href
}
