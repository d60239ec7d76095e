import { html } from 'hono/html'
import type { SandboxTransaction } from './sandbox-transactions.ts'

/** The checkout: what is to be paid, and the three ways it can end. */
export function checkoutPage(transaction: SandboxTransaction, returnUrl: string) {
  const { reference, amount, currency, status } = transaction
  const price = new Intl.NumberFormat('en-ZA', { style: 'currency', currency }).format(amount / 100)
  const choices = html`<form method="post">
      <button class="pay" name="outcome" value="pay">Pay ${price}</button>
      <div class="others">
        <button name="outcome" value="fail">Fail</button>
        <button name="outcome" value="abandon">Abandon</button>
      </div>
    </form>
    <p class="small">
      <b>Pay</b> succeeds, <b>Fail</b> is declined by the bank, <b>Abandon</b> leaves without either.
    </p>`
  const over = html`<p class="over" role="status">
      ${status === 'success' ? 'This has been paid already.' : 'This payment has failed.'}
    </p>
    <a class="pay" href="${returnUrl}">Back to your bookings</a>`
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Pay ${price} – sandbox checkout</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/sandbox/checkout/checkout.css" />
      </head>
      <body>
        <main>
          <p class="badge">Sandbox · no real money</p>
          <h1>${price}</h1>
          <dl>
            <dt>To</dt>
            <dd>payment-sync demo</dd>
            <dt>Held</dt>
            <dd>in escrow, until you confirm completion</dd>
            <dt>Reference</dt>
            <dd><code>${reference}</code></dd>
          </dl>
          ${status === 'abandoned' ? choices : over}
        </main>
      </body>
    </html>`
}
