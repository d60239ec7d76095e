import { StrictMode, useState, type ReactElement } from 'react'
import { expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import type { PaymentSyncClient } from '../../../../app/client/public.ts'
import { PaymentSyncInspector, type PaymentSyncInspectorProps } from '../../../../app/react/inspector/public.ts'
import '../../../../app/react/inspector/styles/inspector.css'
import { busyWorker, inspectedClient, sampleDecision, sampleEntry } from '../../support/inspected-client.ts'

/** A page with a button that opens the inspector and one that closes it. */
function Page(props: PaymentSyncInspectorProps): ReactElement {
  const [isOpen, setOpen] = useState(false)
  return (
    <main>
      <button type="button" onClick={() => setOpen(!isOpen)}>
        Inspect
      </button>
      <PaymentSyncInspector {...props} isOpen={isOpen} onClose={() => setOpen(false)} />
    </main>
  )
}

async function opened(more: Partial<PaymentSyncClient> = {}, props: Partial<PaymentSyncInspectorProps> = {}) {
  const inspected = inspectedClient(more)
  const screen = await render(
    <StrictMode>
      <Page client={inspected.client} {...props} />
    </StrictMode>,
  )
  const opener = screen.getByRole('button', { name: 'Inspect' })
  await opener.click()
  const panel = screen.getByRole('complementary', { name: 'Inspector' })
  return { ...inspected, screen, opener, panel }
}

test('shows the way of the latest answer, and why each came from where', async () => {
  const { told, tell, panel } = await opened()
  await expect.element(panel.getByText('No answer yet.').first()).toBeVisible()
  told.decisions = busyWorker().decisions
  tell({ reason: 'updated', groups: ['bookings'] })
  await expect
    .element(panel.getByRole('img', { name: 'Latest: /api/bookings/my-bookings, from the store, 4 min left.' }))
    .toBeVisible()
  const answers = panel.getByRole('list', { name: 'Where answers came from' }).getByRole('listitem')
  await expect.element(answers.first()).toHaveTextContent('from the store, 4 min left')
  await expect.element(answers.nth(7)).toHaveTextContent('network, 200: a new answer')
  await expect.element(answers.nth(4)).toHaveTextContent('POST /api/book-service/7/cancel')
})

test('counts down the life of what is stored, and says when it is over, or was cut short by a change', async () => {
  const { told, tell, panel } = await opened()
  told.entries = [
    sampleEntry({ url: '/soon', ttl: 30_000, remaining: 1_900 }),
    sampleEntry({ url: '/changed', valid: false, remaining: 9_000 }),
  ]
  tell({ reason: 'updated', groups: ['bookings'] })
  const entries = panel.getByRole('list', { name: 'What is stored' }).getByRole('listitem')
  await expect.element(entries.first()).toHaveTextContent('2 s left of 30 s')
  await expect.element(entries.nth(1)).toHaveTextContent('changed since: not served, asked about')
  // From here on the worker says nothing: the page counts by itself.
  told.error = new Error('stopped')
  await expect.element(entries.first()).toHaveTextContent('past its 30 s: not served, asked about')
})

test('goes on noting what was invalidated while it is closed, with its reason', async () => {
  const { told, tell, panel, opener } = await opened({}, { describe: () => 'cancelled booking 7' })
  await userEvent.keyboard('{Escape}')
  await expect.element(panel).not.toBeInTheDocument()
  tell({ reason: 'live', groups: ['booking:9'] })
  tell({ reason: 'mutation', groups: ['@url:x', 'booking:7', 'bookings', 'a', 'b', 'c'] })
  tell({ reason: 'updated', groups: ['booking:7'] })
  told.decisions = [sampleDecision('fwd=method; fwd-status=200', { method: 'POST', url: 'https://a.example/7/cancel' })]
  await opener.click()
  const changes = panel.getByRole('list', { name: 'What made answers wrong' }).getByRole('listitem')
  await expect.element(changes.first()).toHaveTextContent('Another tab cancelled booking 7')
  await expect.element(changes.first()).toHaveTextContent('booking:7, bookings, a, 2 more')
  await expect.element(changes.nth(1)).toHaveTextContent('The server told of a change')
  expect(changes.elements()).toHaveLength(2)
})

test('its buttons do what they say, and what came of it is announced', async () => {
  const { panel, invalidated, done, client } = await opened()
  const press = (name: string) => panel.getByRole('button', { name, exact: true }).click()
  const said = panel.getByRole('status')
  await press('Invalidate everything')
  await expect.element(said).toHaveTextContent('Invalidated.')
  await panel.getByLabelText('Or one group').fill('booking:7')
  await press('Invalidate')
  expect(invalidated).toEqual([['*'], ['booking:7']])

  const stop = panel.getByRole('button', { name: 'Stop the worker’s answers' })
  await stop.click()
  await expect.element(said).toHaveTextContent('The worker’s answers are stopped, in every tab.')
  await expect.element(stop).toHaveAttribute('aria-pressed', 'true')
  await expect.element(panel.getByRole('img', { name: /answers are stopped/ })).toBeVisible()
  await stop.click()
  await expect.element(said).toHaveTextContent('The worker answers again, in every tab.')

  await press('Log to the console')
  expect(client.debug).toBe(true)
  await press('Remove worker and data')
  await expect.element(said).toHaveTextContent('Reload the page to bring it back.')
  expect(done).toEqual(['pause true', 'pause false', 'unregister {"purge":true}'])
  await expect.element(panel.getByRole('img', { name: /does not answer this page/ })).toBeVisible()
})

test('a group of an entry can be invalidated from there', async () => {
  const { told, tell, panel, invalidated } = await opened()
  told.entries = busyWorker().entries
  tell({ reason: 'updated', groups: ['bookings'] })
  await panel.getByText('3 groups').click()
  await panel.getByRole('button', { name: 'booking:8' }).click()
  expect(invalidated).toEqual([['booking:8']])
})

test('a button that could not do it says why', async () => {
  const refuse = () => Promise.reject(new Error('No answer from the worker.'))
  const { panel } = await opened({ invalidate: refuse })
  await panel.getByRole('button', { name: 'Invalidate everything' }).click()
  await expect.element(panel.getByRole('status')).toHaveTextContent('That did not work: No answer from the worker.')
})

test('a new version that waits can be taken; without one there is no such button', async () => {
  const { panel, done, become } = await opened()
  const update = panel.getByRole('button', { name: 'Use the new version' })
  await expect.element(update).not.toBeInTheDocument()
  become({ waiting: true })
  await update.click()
  expect(done).toEqual(['update'])
  await expect.element(panel.getByRole('status')).toHaveTextContent('The new version has taken over.')
})

test('a worker that doesn’t know the question: says so, and shows it once it answers', async () => {
  const { told, tell, panel } = await opened()
  told.error = new Error('An older worker may be in control. Reload.')
  tell({ reason: 'updated', groups: ['bookings'] })
  await expect.element(panel.getByRole('alert')).toHaveTextContent('The worker could not be asked. An older worker')
  told.error = undefined
  await expect.element(panel.getByRole('alert')).not.toBeInTheDocument()
})

test('tells hit ratio and response times, as charts with words and as a table', async () => {
  const { told, tell, panel } = await opened()
  await expect.element(panel.getByText('Nothing has been counted yet.')).toBeVisible()
  told.stats = busyWorker().stats
  tell({ reason: 'updated', groups: ['bookings'] })
  await expect.element(panel.getByRole('img', { name: '60 % answered from the store: 26 of 43 reads' })).toBeVisible()
  await expect
    .element(panel.getByRole('img', { name: /^API response times.*Half of the answers within \d+ ms, 95 of 100/ }))
    .toBeVisible()
  await expect.element(panel.getByRole('row', { name: /^payment 8 13 % .* 1$/ })).toBeVisible()
})

test('the keyboard goes in, and comes back; Escape closes', async () => {
  const { panel, opener } = await opened()
  await expect.element(panel.getByRole('heading', { name: 'Inspector' })).toHaveFocus()
  await userEvent.keyboard('{Tab}')
  await expect.element(panel.getByRole('button', { name: 'Close inspector' })).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  await expect.element(panel).not.toBeInTheDocument()
  await expect.element(opener).toHaveFocus()
})

test('asks nothing while it is closed', async () => {
  const entries = vi.fn(async () => [])
  const { tell, panel } = await opened({ entries })
  await expect.element(panel).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await expect.element(panel).not.toBeInTheDocument()
  const before = entries.mock.calls.length
  tell({ reason: 'live', groups: ['booking:7'] })
  expect(before).toBeGreaterThan(0)
  expect(entries.mock.calls.length).toBe(before)
})

test('any word can be another', async () => {
  const { client } = inspectedClient()
  const labels = { title: 'Prüfer', 'live.off': 'aus', noEntries: 'Nichts.' }
  const screen = await render(<PaymentSyncInspector client={client} labels={labels} />)
  const panel = screen.getByRole('complementary', { name: 'Prüfer' })
  await expect.element(panel.getByText('aus')).toBeVisible()
  await expect.element(panel.getByText('Nichts.')).toBeVisible()
  await expect.element(panel.getByRole('button', { name: 'Close inspector' })).not.toBeInTheDocument()
  expect(document.activeElement).toBe(document.body)
})
