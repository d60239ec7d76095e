import { expect, test } from 'vitest'
import { ApiRecord } from './api-record.ts'
import { askedTogether, verify } from './parts.ts'

const MANY = '/api/payments?bookingIds=7%2C8'
const booking = (id: string, version: number) => ({ id, version, status: 'CONFIRMED' })

test('a page’s own request for many is no one’s but its own', () => {
  expect(askedTogether('/api/payments?bookingIds=7,8')).toBeUndefined()
  expect(askedTogether(MANY)).toEqual([{ url: verify('7') }, { url: verify('8') }])
})

test('an answer to many is put on record as an answer to each that it tells of', () => {
  const record = new ApiRecord(() => 0)
  const ask = () => record.arrived({ id: 'r1', method: 'GET', url: MANY, session: 's1' })

  ask().answered({ status: 200, body: { payments: [{ booking: booking('8', 3) }] } })
  ask().answered({ status: 500 })

  expect(record.requests).toMatchObject([
    { url: MANY, status: 200, parts: [{ url: verify('8'), items: [{ key: 'booking:8', version: 3 }] }] },
    { url: MANY, status: 500, parts: [{ url: verify('7') }, { url: verify('8') }] },
  ])
})
