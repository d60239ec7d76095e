import type { PaymentSyncClient } from '../client/public.ts'
import { track } from './pending.ts'

/** The client, showing the progress bar while a person waits for a change or a refresh. Polls nobody waits for. */
export function trackedClient(client: PaymentSyncClient): PaymentSyncClient {
  const isChange = (init?: RequestInit): boolean => !/^(GET|HEAD)$/.test(init?.method ?? 'GET')
  return Object.create(client, {
    fetch: {
      value: (input: RequestInfo, init?: RequestInit) =>
        isChange(init) ? track(() => client.fetch(input, init)) : client.fetch(input, init),
    },
    invalidate: { value: (groups: readonly string[]) => track(() => client.invalidate(groups)) },
    refresh: { value: (url: string) => track(() => client.refresh(url)) },
  }) as PaymentSyncClient
}
