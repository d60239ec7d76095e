import { useCallback, useState } from 'react'
import type { Service } from '../../shared/domain.ts'
import { useClient } from './client-context.ts'

export interface Services {
  readonly services: readonly Service[] | undefined
  readonly error: Error | undefined
  readonly load: () => void
}

/** What can be booked; nothing is asked before somebody calls `load`. */
export function useServices(): Services {
  const client = useClient()
  const [services, setServices] = useState<readonly Service[]>()
  const [error, setError] = useState<Error>()

  const load = useCallback(() => {
    const ask = async (): Promise<void> => {
      setError(undefined)
      try {
        const response = await client.fetch('/api/services')
        if (!response.ok) throw new Error(`The server answered with ${response.status}. Try again in a moment.`)
        const body = (await response.json()) as { services: readonly Service[] }
        setServices(body.services)
      } catch (cause) {
        setError(cause as Error)
      }
    }
    void ask()
  }, [client])

  return { services, error, load }
}
