import { useSyncExternalStore } from 'react'

function subscribe(listener: () => void): () => void {
  const here = new AbortController()
  for (const type of ['online', 'offline']) addEventListener(type, listener, here)
  return () => here.abort()
}

export const useOnline = (): boolean => useSyncExternalStore(subscribe, () => navigator.onLine)
