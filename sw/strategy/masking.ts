import { carriesField, maskField } from './aging-fields.ts'
import type { CompiledField } from '../plan.ts'
import type { EntryRecord } from '../store/records.ts'
import type { Found } from '../store/look-up.ts'
import { parsed } from '../invalidate/parsed.ts'

/** The fields of an entry that are older than their own class allows, though the entry isn't. */
export function agedFields(entry: EntryRecord, found: Found, fields: readonly CompiledField[]): CompiledField[] {
  const aged = fields.filter(
    (field) =>
      entry.class !== field.field.class &&
      (found.age > field.class.ttl ||
        (!found.confirmedByRun && !field.class.outlivesRun) ||
        wasChanged(entry, found, field)),
  )
  if (aged.length === 0) return []
  const body = parsed(entry)
  return aged.filter((field) => carriesField(field, body))
}

function wasChanged({ asOf }: EntryRecord, { knowledge }: Found, { groups }: CompiledField): boolean {
  return groups.some((group) => (knowledge.ledger.get(group) ?? 0) > asOf || knowledge.unsettled.includes(group))
}

/** The entry with those fields marked as being asked for, and without what vouches for the original body. */
export function masked(entry: EntryRecord, fields: readonly CompiledField[]): EntryRecord {
  const body = JSON.stringify(fields.reduce((value, field) => maskField(field, value), parsed(entry)))
  return { ...entry, body, headers: entry.headers.filter(([name]) => !vouching.test(name)) }
}

/** Headers that speak of the body as the server sent it. */
export const vouching: RegExp = /^(?:etag|last-modified|content-(?:length|md5)|(?:content-|repr-)?digest)$/
