/**
 * Lets one in at a time under each name; the others queue in the order they came.
 *
 * @example
 * const leave = await enter('7')
 * try { … } finally { leave() }
 */
export function turnstile(): (name: string) => Promise<() => void> {
  const last = new Map<string, Promise<void>>()
  return async (name) => {
    const before = last.get(name)
    let open = (): void => undefined
    const mine = new Promise<void>((resolve) => {
      open = resolve
    })
    last.set(name, mine)
    await before
    return () => {
      if (last.get(name) === mine) last.delete(name)
      open()
    }
  }
}
