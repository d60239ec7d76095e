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
  return new strategies[mode === 'default' ? route.class.strategy : mode](context)
}

const strategies = {
  reload: NetworkOnly,
  'no-store': NetworkOnly,
  'only-stored': StoreOnly,
  'no-cache': NetworkFirst,
  stored: CacheFirst,
  'network-first': NetworkFirst,
  'stale-while-revalidate': StaleWhileRevalidate,
  'cache-first': CacheFirst,
} as const
