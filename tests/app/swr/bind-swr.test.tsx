// @vitest-environment jsdom
import { render, screen, waitFor } from '@testing-library/react'
import useSWR, { SWRConfig, useSWRConfig, type ScopedMutator } from 'swr'
import { expect, test } from 'vitest'
import { bindSWR } from '../../../app/swr/public.ts'
import { AS_OF } from '../../../shared/protocol.ts'
import { standInClient } from '../support/stand-in-client.ts'

const groups = (key: unknown) => (key === '/api/bookings/7' ? ['booking:7'] : undefined)

/** An app with two hooks, of which one is about a booking; nothing is shared with another test. */
function app(own?: (url: string) => Promise<unknown>) {
  const { client, asked, tell } = standInClient()
  let mutate: ScopedMutator | undefined
  function Take() {
    mutate = useSWRConfig().mutate
    return null
  }
  function Shown({ url }: { readonly url: string }) {
    const { data } = useSWR<string>(url)
    return <p>{`${url}: ${data ?? 'nothing'}`}</p>
  }
  const cache = new Map()
  const value = { provider: () => cache as never, dedupingInterval: 0 }
  const { rerender } = render(
    <SWRConfig value={value}>
      <Take />
    </SWRConfig>,
  )
  if (!mutate) throw new Error('SWR has no mutate.')
  const bound = bindSWR(mutate, client, { groups })
  rerender(
    <SWRConfig value={value}>
      <SWRConfig value={{ fetcher: own ?? bound.fetcher, use: [bound.middleware] }}>
        <Shown url="/api/bookings/7" />
        <Shown url="/api/weather" />
      </SWRConfig>
    </SWRConfig>,
  )
  return { asked, tell }
}

test('a hook that a change concerns asks again, from the store if it can, and another one does not', async () => {
  const { asked, tell } = app()
  await waitFor(() => expect(asked).toHaveLength(2))
  for (const question of asked) question.answer('old', { [AS_OF]: '10' })
  await screen.findByText('/api/bookings/7: old')

  tell({ groups: ['booking:7'], asOf: 20 })
  await waitFor(() =>
    expect(asked.map(({ url }) => url)).toEqual(['/api/bookings/7', '/api/weather', '/api/bookings/7']),
  )
  expect(asked[2]?.init?.cache).toBe('force-cache')
  asked[2]?.answer('new', { [AS_OF]: '20' })
  await screen.findByText('/api/bookings/7: new')
})

test('an answer that a change overtook is not shown, whenever it comes', async () => {
  const { asked, tell } = app()
  await waitFor(() => expect(asked).toHaveLength(2))

  tell({ groups: ['booking:7'], asOf: 20 })
  await waitFor(() => expect(asked).toHaveLength(3))
  asked[2]?.answer('from after it', { [AS_OF]: '20' })
  await screen.findByText('/api/bookings/7: from after it')
  asked[0]?.answer('from before the change', { [AS_OF]: '10' })
  asked[1]?.answer('sun')
  await screen.findByText('/api/weather: sun')
  expect(screen.queryByText('/api/bookings/7: from after it')).not.toBeNull()
})

test('what a session showed is gone with it, before the next answer is there', async () => {
  const { asked, tell } = app()
  await waitFor(() => expect(asked).toHaveLength(2))
  for (const question of asked) question.answer('of the first')
  await screen.findByText('/api/bookings/7: of the first')

  tell({ reason: 'session', groups: ['*'] })
  await screen.findByText('/api/bookings/7: nothing')
  expect(screen.queryByText('/api/weather: of the first')).not.toBeNull()
})

test('a newer answer of a list is none of a hook that asks for one that it is about', async () => {
  const { asked, tell } = app()
  await waitFor(() => expect(asked).toHaveLength(2))
  for (const question of asked) question.answer('old')
  await screen.findByText('/api/bookings/7: old')

  tell({ reason: 'updated', groups: ['booking:7'], asOf: 20, url: '/api/bookings/my-bookings' })
  tell({ reason: 'updated', groups: ['booking:7'], asOf: 20, url: '/api/bookings/7' })
  await waitFor(() => expect(asked).toHaveLength(3))
})

test("an app's own fetcher, whose every answer differs, does not chase the notices of its own answers", async () => {
  const asked: string[] = []
  const { tell } = app((url) => {
    asked.push(url)
    return Promise.resolve(`${url} ${asked.length}`)
  })
  await screen.findByText('/api/bookings/7: /api/bookings/7 1')

  for (let times = 0; times < 5; times += 1) {
    tell({ reason: 'updated', groups: ['booking:7'], asOf: times, url: '/api/bookings/7' })
    // The hook has asked by the time that it answers to this.
    await waitFor(() => expect(asked.filter((url) => url === '/api/bookings/7')).toHaveLength(2))
  }
  tell({ reason: 'mutation', groups: ['booking:7'], asOf: 9 })
  await waitFor(() => expect(asked.filter((url) => url === '/api/bookings/7')).toHaveLength(3))
})
