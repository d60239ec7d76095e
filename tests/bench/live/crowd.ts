import { createHash, randomBytes } from 'node:crypto'
import type postgres from 'postgres'

/** Somebody with a browser: what it sends as its cookie. */
export interface Member {
  readonly userId: string
  readonly cookie: string
}

export interface Crowd {
  readonly clients: readonly Member[]
  readonly providers: readonly Member[]
  /** One for each client, with the provider at the same place. */
  readonly bookings: readonly string[]
}

/** As many clients as providers, each logged in, and a booking between each two: a change concerns two browsers. */
export async function makeCrowd(sql: postgres.Sql, pairs: number): Promise<Crowd> {
  const clients = await makeMembers(sql, 'CLIENT', pairs)
  const providers = await makeMembers(sql, 'PROVIDER', pairs)
  const rows = await sql<{ id: string }[]>`
    insert into bookings (client_id, provider_id, service_id, scheduled_at, amount, currency)
    select client, provider, (select min(id) from services), now(), 100, 'ZAR'
    from unnest(${idsOf(clients)}::text::bigint[], ${idsOf(providers)}::text::bigint[]) as pair (client, provider)
    returning id`
  return { clients, providers, bookings: rows.map(({ id }) => id) }
}

const idsOf = (members: readonly Member[]): string => `{${members.map(({ userId }) => userId).join()}}`

async function makeMembers(sql: postgres.Sql, role: string, many: number): Promise<Member[]> {
  const users = await sql<{ id: string }[]>`
    insert into users (name, email, role, password_hash)
    select 'somebody', lower(${role}) || n || '@bench.example', ${role}, '-' from generate_series(1, ${many}) n
    returning id`
  const members = users.map(({ id }) => ({ userId: id, token: randomBytes(32).toString('base64url') }))
  const hashes = members.map(({ token }) => createHash('sha256').update(token).digest('base64url'))
  await sql`
    insert into sessions (token_hash, user_id, expires_at)
    select hash, id, now() + interval '1 day'
    from unnest(${`{${hashes.join()}}`}::text::text[], ${idsOf(members.map(({ userId }) => ({ userId, cookie: '' })))}::text::bigint[]) as s (hash, id)`
  return members.map(({ userId, token }) => ({ userId, cookie: `session=${token}` }))
}
