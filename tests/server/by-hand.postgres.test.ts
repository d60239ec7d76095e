import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, onTestFinished } from 'vitest'
import { listenTo } from './event-client.ts'
import { newBooking, openCheckout, press } from './person.ts'
import { test, type TestServer } from './test-with-server.ts'

/** Types a statement into psql, which knows nothing of our schema but its name. */
async function psql(server: TestServer, statement: string): Promise<string> {
  const run = promisify(execFile)
  const options = ['-X', '-v', 'ON_ERROR_STOP=1', '-Atc', statement, server.databaseUrl ?? '']
  const { stdout, stderr } = await run('psql', options).catch((error: { stderr: string }) => ({ stdout: '', ...error }))
  return (stdout + stderr).trim()
}

test('shows within a second what somebody types into psql', async ({ server, client, provider }) => {
  const { id } = await newBooking(client, provider)
  const { reference } = await openCheckout(client, id)
  const stream = await listenTo(server.url, client.cookie)
  onTestFinished(() => stream.close())
  await stream.until(({ event }) => event === 'ready')

  const typed = `update payment_sync.payments set status = 'FAILED' where reference = '${reference}'`
  expect(await psql(server, typed)).toBe('UPDATE 1')
  const committed = performance.now()
  await stream.until(({ data }) => data.groups?.includes(`payment:${reference}`) === true)
  expect(performance.now() - committed).toBeLessThan(1_000)
  expect((await client.get(`/api/payment/verify?bookingId=${id}`)).body.payment?.status).toBe('FAILED')
})

test('lets nobody write a step that makes no sense, in psql either', async ({ server, client, provider }) => {
  const { id } = await newBooking(client, provider)
  await press('pay', (await openCheckout(client, id)).authorizationUrl)
  const typed = (set: string) => psql(server, `update payment_sync.payments set ${set} where booking_id = ${id}`)
  expect(await typed(`status = 'FAILED', paid_at = null`)).toMatch(/cannot go from ESCROW to FAILED/)
  expect(await typed('amount = 1')).toMatch(/what it is for and how much never change/)
  expect(await psql(server, `delete from payment_sync.payments where booking_id = ${id}`)).toMatch(/cannot be deleted/)
  expect(await psql(server, `update payment_sync.bookings set status = 'COMPLETED' where id = ${id}`)).toMatch(
    /cannot go from PENDING_EXECUTION to COMPLETED/,
  )
})
