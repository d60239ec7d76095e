import type { User } from '../../shared/domain.ts'
import type { PaymentSyncClient } from '../client/public.ts'
import { send } from '../react/public.ts'

/** Without the worker nobody sees that a session began or ended: then we say so. */
async function tellSession(client: PaymentSyncClient): Promise<void> {
  if (client.state !== 'controlled') await client.endSession()
}

export async function logIn(client: PaymentSyncClient, email: string, password: string): Promise<User> {
  const { body } = await send(client, '/api/auth/login', { email, password })
  await tellSession(client)
  return body['user'] as User
}

export async function logOut(client: PaymentSyncClient): Promise<void> {
  await send(client, '/api/auth/logout')
  await tellSession(client)
}
