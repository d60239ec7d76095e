import { isFields } from '../../shared/fields.ts'
import { walk } from '../../shared/group-template.ts'
import type { CompiledField } from '../plan.ts'

/** Whether a body carries the field at all; `null` is as much a state as any. */
export function carriesField({ steps }: CompiledField, body: unknown): boolean {
  return walk(body, steps).some((value) => value !== undefined)
}

/** A copy of the body in which the field says that its state is being asked for. Never `null`: that reads as *unpaid*. */
export function maskField({ steps, field }: CompiledField, body: unknown): unknown {
  return change(body, steps, (value) =>
    value === undefined ? undefined : { ...(typeof value === 'object' ? value : {}), [field.status]: field.masked },
  )
}

function change(value: unknown, steps: readonly string[], to: (value: unknown) => unknown): unknown {
  const [step, ...rest] = steps
  if (step === undefined) return to(value)
  if (step === '[]') return Array.isArray(value) ? value.map((item: unknown) => change(item, rest, to)) : value
  return isFields(value) && Object.hasOwn(value, step) ? { ...value, [step]: change(value[step], rest, to) } : value
}
