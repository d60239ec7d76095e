import { bundlePage } from '../worker/bundle-page.ts'
import { ours, peerSubject, type Subject } from '../worker/subjects.ts'

/** What an app has to read its data with, without a worker and with one. */
const pages = {
  'no library': { entry: 'with-fetch' },
  'TanStack Query': { entry: 'with-query' },
  SWR: { entry: 'with-swr' },
  'TanStack Query, workbox': { entry: 'with-query', worker: 'workbox' },
  'the kit alone': { entry: 'with-kit-alone' },
  'TanStack Query, payment-sync': { entry: 'with-bound-query', worker: 'payment-sync' },
  'SWR, payment-sync': { entry: 'with-bound-swr', worker: 'payment-sync' },
  'the kit, payment-sync': { entry: 'with-kit', worker: 'payment-sync' },
} as const

export type PageSubject = keyof typeof pages

export const pageSubjectNames = Object.keys(pages) as readonly PageSubject[]

export const buildPageSubjects = (names: readonly PageSubject[]): Promise<readonly Subject[]> =>
  Promise.all(
    names.map(async (name) => {
      const page: { readonly entry: string; readonly worker?: 'workbox' | 'payment-sync' } = pages[name]
      const files = await bundlePage(`tests/bench/pages/${page.entry}.tsx`)
      if (page.worker === 'workbox') return { ...(await peerSubject('workbox', files)), name }
      if (page.worker === 'payment-sync') return { ...(await ours(files)), name }
      return { name, files }
    }),
  )
