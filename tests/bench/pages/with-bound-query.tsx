import { QueryClient } from '@tanstack/react-query'
import { registerPaymentSync } from '../../../app/client/public.ts'
import { bindQueryClient } from '../../../app/tanstack-query/public.ts'
import { runApp } from './app.tsx'
import { queryLibrary } from './query-library.tsx'

/** As docs/query-libraries.md has it. */
const client = new QueryClient()
const sync = registerPaymentSync({ url: '/worker.js' })
const bound = bindQueryClient(client, sync, {
  groups: ({ queryKey: [kind, id] }) => (kind === 'bookings' ? ['*'] : [`booking:${String(id)}`]),
})
runApp(queryLibrary(client, bound.fetch, true))
