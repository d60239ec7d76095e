import type { Plan } from '../plan.ts'
import type { Found } from '../store/look-up.ts'
import type { Lifetime } from '../network/freshness.ts'
import type { Context } from './context.ts'
import { agedFields, masked } from './masking.ts'
import { respond } from './respond.ts'

export interface Served {
  readonly response: Response
  /** Some of its fields say that their state is being asked for: the truth must follow. */
  readonly isMasked: boolean
}

/** The answer from the store, if it may be used so. `atMost` ms of age, whatever else it may. */
export function serve(
  context: Context,
  plan: Plan,
  found: Found,
  use: { readonly as: keyof Lifetime; readonly atMost?: number; readonly detail?: string },
): Served | undefined {
  const { entry, age } = found
  if (!entry || !found.valid) return undefined
  const ttl = Math.min(entry[use.as], plan.route.class.ttl)
  if (age > Math.min(ttl, plan.maxAge, use.atMost ?? ttl)) return undefined
  const aged = agedFields(entry, found, context.policy.agingFields)
  const { maskFor } = context.policy.policy
  if (aged.length > 0 && !(maskFor === 'every-page' || (maskFor === 'client-pages' && found.clientPage)))
    return undefined

  const details = [use.detail, aged.length > 0 ? 'masked' : undefined].filter((detail) => detail !== undefined)
  const detail = details.length > 0 ? `; detail=${details.join('-')}` : ''
  const status = `hit; ttl=${Math.floor((ttl - age) / 1_000)}${detail}`
  const shown = aged.length > 0 ? masked(entry, aged) : entry
  return { response: respond(context, shown, { status, age, asOf: entry.asOf }), isMasked: aged.length > 0 }
}
