/** How many things the person is waiting for. */
let count = 0
const listeners = new Set<() => void>()

function change(by: 1 | -1): void {
  count += by
  for (const listener of Array.from(listeners)) listener()
}

/** Shows the progress bar for as long as the work takes. */
export async function track<Result>(work: () => Promise<Result>): Promise<Result> {
  change(1)
  try {
    return await work()
  } finally {
    change(-1)
  }
}

export const pending = {
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
  isAny: (): boolean => count > 0,
}
