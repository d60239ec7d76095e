import { existsSync } from 'node:fs'
import { under } from '../places.ts'

/** What an app imports: the name after `payment-sync/`, and the source. */
export type Entries = Readonly<Record<string, string>>

/** Modules for pages; what several use is a file of its own. */
export const pageEntries: Entries = existing({
  client: 'app/client/public.ts',
  policy: 'shared/public.ts',
  react: 'app/react/public.ts',
  inspector: 'app/react/inspector/public.ts',
  'tanstack-query': 'app/tanstack-query/public.ts',
  swr: 'app/swr/public.ts',
})

/** The toolkit, for a worker that an app bundles itself. */
export const workerEntries: Entries = { sw: 'sw/public.ts' }

/** Modules for Node: an app's build and its tests. */
export const nodeEntries: Entries = { vite: 'app/vite/public.ts', testing: 'app/testing/public.ts' }

/** Classic scripts, to be served as they are. */
export const scripts = {
  'payment-sync-sw': 'sw/payment-sync-sw.ts',
  'payment-sync-remove-sw': 'sw/payment-sync-remove-sw.ts',
} as const

/** Those whose source is there. */
function existing(entries: Entries): Entries {
  return Object.fromEntries(Object.entries(entries).filter(([, source]) => existsSync(under(source))))
}
