import { mutate } from 'swr'
import { registerPaymentSync } from '../../../app/client/public.ts'
import { bindSWR } from '../../../app/swr/public.ts'
import { runApp } from './app.tsx'
import { LIST } from './library.ts'
import { swrLibrary } from './swr-library.tsx'

/** As docs/query-libraries.md has it. */
const sync = registerPaymentSync({ url: '/worker.js' })
const bound = bindSWR(mutate, sync, {
  groups(key) {
    if (key === LIST) return ['*']
    const [, id] = /bookingId=(\w+)$/.exec(String(key)) ?? []
    return id === undefined ? undefined : [`booking:${id}`]
  },
})
runApp(swrLibrary({ fetcher: bound.fetcher, use: [bound.middleware] }, (input, init) => sync.fetch(input, init), true))
