import { StrictMode } from 'react'
import { expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { ClientContext } from '../../../app/demo/client-context.ts'
import { HistoryButton } from '../../../app/demo/history/history-button.tsx'
import type { HistoryEntry } from '../../../shared/domain.ts'
import { sampleBooking } from '../support/sample-booking.ts'
import { standInClient } from '../support/stand-in-client.ts'

const booked: HistoryEntry = {
  id: '1',
  subject: 'booking',
  reference: null,
  before: null,
  after: 'PENDING',
  cause: 'book',
  by: { id: '1', name: 'Thandi Nkosi' },
  at: '2026-01-01T08:00:00.000Z',
}
const paid: HistoryEntry = {
  ...booked,
  id: '2',
  subject: 'payment',
  reference: 'ps-7',
  before: 'PENDING',
  after: 'ESCROW',
  cause: 'webhook',
  by: null,
}

async function opened() {
  const standIn = standInClient()
  const screen = await render(
    <StrictMode>
      <ClientContext value={standIn.client}>
        <HistoryButton booking={sampleBooking()} />
      </ClientContext>
    </StrictMode>,
  )
  const button = screen.getByRole('button', { name: 'Audit trail of booking 7' })
  await button.click()
  const answer = (body: unknown, status = 200): void => standIn.asked.at(-1)?.answer(body, {}, status)
  return { ...standIn, screen, button, answer, dialog: screen.getByRole('dialog') }
}

const steps = (container: Element): string[] =>
  Array.from(container.querySelectorAll('li'), ({ innerText }) => innerText.replaceAll(/\s+/g, ' '))

test('tells who changed what, from which source, from what to what', async () => {
  const { screen, answer, asked } = await opened()
  expect(asked.at(-1)?.url).toBe('/api/bookings/7/history')
  answer({ history: [booked, paid, { ...paid, id: '3', cause: 'ticket 7: by hand' }] })
  await expect.element(screen.getByRole('status')).toHaveTextContent('3 steps')
  expect(steps(screen.container)).toEqual([
    expect.stringMatching(/^Booking Waiting for Provider Thandi Nkosi · Booked on this site/),
    expect.stringMatching(
      /^Payment Payment Pending → became Paid - In Escrow Paystack · Paystack told the server \(webhook\) .*ps-7$/,
    ),
    expect.stringContaining('Nobody who was logged in · ticket 7: by hand'),
  ])
})

test('says that it loads, and that nothing has happened', async () => {
  const { screen, answer } = await opened()
  await expect.element(screen.getByText('Loading the audit trail…')).toBeVisible()
  answer({ history: [] })
  await expect.element(screen.getByRole('status')).toHaveTextContent('Nothing has happened to this booking yet.')
  expect(steps(screen.container)).toEqual([])
})

test('says why it could not be loaded, and tries again', async () => {
  const { screen, answer, asked } = await opened()
  answer({ detail: 'The database cannot be reached just now.' }, 503)
  await expect.element(screen.getByRole('alert')).toHaveTextContent('The database cannot be reached just now.')
  const before = asked.length
  await screen.getByRole('button', { name: 'Try again' }).click()
  expect(asked.length).toBe(before + 1)
  answer({ history: [booked] })
  await expect.element(screen.getByRole('status')).toHaveTextContent('1 step,')
  await expect.element(screen.getByRole('alert')).not.toBeInTheDocument()
})

test('a step that happens while it is open appears, and what is shown stays when asking fails', async () => {
  const { screen, answer, asked, tell } = await opened()
  answer({ history: [booked] })
  await expect.element(screen.getByRole('status')).toHaveTextContent('1 step,')
  tell({ groups: ['booking:7'] })
  answer({ history: [booked, paid] })
  await expect.element(screen.getByRole('status')).toHaveTextContent('2 steps')
  tell({ groups: ['booking:7'] })
  asked.at(-1)?.fail(new TypeError('Failed to fetch'))
  await expect.element(screen.getByRole('alert')).toHaveTextContent('The server could not be reached.')
  expect(steps(screen.container)).toHaveLength(2)
})

test('the keyboard opens and closes it, and comes back to where it was; closed, it asks nothing', async () => {
  const { screen, button, dialog, answer, asked, tell } = await opened()
  answer({ history: [booked] })
  await expect.element(dialog).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await expect.element(dialog).not.toBeInTheDocument()
  await expect.element(button).toHaveFocus()
  const before = asked.length
  tell({ groups: ['booking:7'] })
  expect(asked.length).toBe(before)
  await userEvent.keyboard('{Enter}')
  await expect.element(screen.getByRole('dialog', { name: /^Audit trail/ })).toBeVisible()
  expect(asked.length).toBeGreaterThan(before)
})
