import type { Queryable } from '../database/database.ts'

/**
 * Of the references, those that nobody has asked Paystack about for 10 s, however many tabs, users and instances want
 * to. They count as asked about from here on. One statement, so that two requests at once don't both ask; in one order, so
 * that they don't wait for each other.
 */
export async function claimChecks(database: Queryable, references: readonly string[]): Promise<string[]> {
  if (references.length === 0) return []
  const rows = await database.query<{ reference: string }>(
    `insert into payment_checks (reference) select unnest($1::text[]) order by 1
     on conflict (reference) do update set checked_at = now()
       where payment_checks.checked_at < now() - interval '10 seconds'
     returning reference`,
    [references],
  )
  return rows.map(({ reference }) => reference)
}

/** Somebody insisted, and asks whatever was asked before; whoever doesn't insist needn't ask again. */
export async function noteCheck(database: Queryable, reference: string): Promise<void> {
  await database.query(
    `insert into payment_checks (reference) values ($1) on conflict (reference) do update set checked_at = now()`,
    [reference],
  )
}
