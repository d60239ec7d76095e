import { useEffect, useState } from 'react'

const CONDITIONS = '/sandbox/conditions'

/** How the sandbox's API is. */
export interface Condition {
  readonly api: 'normal' | 'slow' | 'failing' | 'gone'
}

interface Looked {
  /** Undefined where there is no sandbox, or nobody knows yet. */
  readonly current?: Condition
  /** Why it is not known, or could not be switched. */
  readonly problem?: string | undefined
}

export interface Conditions extends Looked {
  readonly become: (api: Condition['api']) => void
}

/** The server's switches; looked at again whenever this tab is, for another one may have used them. */
export function useConditions(): Conditions {
  const [looked, setLooked] = useState<Looked>({})

  useEffect(() => {
    const here = new AbortController()
    const look = async (): Promise<void> => {
      const next = await askServer(here)
      if (!here.signal.aborted) setLooked((before) => ({ ...before, ...next }))
    }
    addEventListener('focus', () => void look(), here)
    void look()
    return () => here.abort()
  }, [])

  async function put(api: Condition['api']): Promise<void> {
    const headers = { 'Content-Type': 'application/json' }
    const next = await askServer({ method: 'PUT', headers, body: JSON.stringify({ api }) })
    setLooked((before) => ({ ...before, ...next }))
  }
  return { ...looked, become: (api) => void put(api) }
}

async function askServer(init: RequestInit): Promise<Looked> {
  try {
    const response = await fetch(CONDITIONS, init)
    if (response.ok) return { current: (await response.json()) as Condition, problem: undefined }
    return response.status === 404 ? {} : { problem: `The server answered with ${response.status}.` }
  } catch {
    return { problem: 'The server could not be reached: it is as it was.' }
  }
}
