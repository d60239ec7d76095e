export interface Toast {
  readonly id: number
  readonly words: string
}

let toasts: readonly Toast[] = []
let last = 0
const listeners = new Set<() => void>()

function set(next: readonly Toast[]): void {
  toasts = next
  for (const listener of Array.from(listeners)) listener()
}

/** Says something to the person for a moment; screen readers announce it. */
export function toast(words: string): void {
  if (words === '') return
  const id = ++last
  set([...toasts.slice(-2), { id, words }])
  setTimeout(() => dismiss(id), 6_000)
}

export const dismiss = (id: number): void => set(toasts.filter((each) => each.id !== id))

export const toastStore = {
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
  current: (): readonly Toast[] => toasts,
}
