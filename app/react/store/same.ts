/**
 * The one from before, where the new one says the same: who shows it has nothing to do then. Both as JSON has them.
 */
export function keepSame<Value>(before: Value | undefined, after: Value): Value {
  return isSame(before, after) ? (before as Value) : after
}

type Fields = Readonly<Record<string, unknown>>

function isSame(before: unknown, after: unknown): boolean {
  if (before === after) return true
  if (!(before instanceof Object && after instanceof Object)) return false
  const names = Object.keys(before)
  return (
    names.length === Object.keys(after).length &&
    names.every((name) => name in after && isSame((before as Fields)[name], (after as Fields)[name]))
  )
}
