/**
 * The one from before, where the new one says the same: who shows it has nothing to do then. Both as JSON has them.
 */
export function keepSame<Value>(before: Value | undefined, after: Value): Value {
  return isSame(before, after) ? (before as Value) : after
}

function isSame(before: unknown, after: unknown): boolean {
  if (before === after) return true
  if (!isObject(before) || !isObject(after)) return false
  const names = Object.keys(before)
  return (
    names.length === Object.keys(after).length &&
    names.every((name) => name in after && isSame(before[name], after[name]))
  )
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null
