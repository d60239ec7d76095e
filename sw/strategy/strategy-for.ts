import type { Plan } from '../plan.ts'
import { CacheFirst } from './cache-first.ts'
import type { Context } from './context.ts'
import { NetworkFirst } from './network-first.ts'
import { NetworkOnly } from './network-only.ts'
import type { Planned } from './planned.ts'
import { StaleWhileRevalidate } from './stale-while-revalidate.ts'
import { StoreOnly } from './store-only.ts'

/** What the page asked for, in the platform's own words, or else the strategy of the class. */
export function strategyFor(context: Context, { mode, route }: Plan): Planned {
  if (mode === 'reload' || mode === 'no-store') return new NetworkOnly(context)
  if (mode === 'only-stored') return new StoreOnly(context)
  if (mode === 'no-cache') return new NetworkFirst(context)
  if (mode === 'stored') return new CacheFirst(context)
  switch (route.class.strategy) {
    case 'network-first':
      return new NetworkFirst(context)
    case 'stale-while-revalidate':
      return new StaleWhileRevalidate(context)
    case 'cache-first':
      return new CacheFirst(context)
  }
}
