import { isFields } from '../../../shared/fields.ts'
import type { Decision, EntryInfo, StatsRow } from '../../../shared/report.ts'
import type { Latest } from '../ask-worker.ts'

type Checks<Row> = { readonly [Field in keyof Row]: (value: unknown) => boolean }

/** The rows of a report. A worker of another day may tell some that this page can't read: those are left out. */
export const readRows = <Row>({ rows = [] }: Latest, isRow: (row: unknown) => row is Row): readonly Row[] =>
  rows.filter(isRow)

/** A field without a check doesn't compile. */
const reader =
  <Row>(checks: Checks<Row>) =>
  (row: unknown): row is Row =>
    isFields(row) && Object.entries<(value: unknown) => boolean>(checks).every(([name, isGood]) => isGood(row[name]))

const isText = (value: unknown): boolean => typeof value === 'string'
const isBoolean = (value: unknown): boolean => typeof value === 'boolean'
const isCount = (value: unknown): boolean => Number.isFinite(value) && (value as number) >= 0

export const isStatsRow = reader<StatsRow>({
  minute: (value) => isText(value) && /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(value as string),
  counts: (value) => isFields(value) && Object.values(value).every(isCount),
})

export const isEntryInfo = reader<EntryInfo>({
  url: isText,
  class: isText,
  groups: (value) => Array.isArray(value) && value.every(isText),
  asOf: isCount,
  confirmedAt: isCount,
  ttl: isCount,
  remaining: isCount,
  valid: isBoolean,
  bytes: isCount,
  etag: (value) => value === null || isText(value),
})

export const isDecision = reader<Decision>({
  at: isCount,
  method: isText,
  url: isText,
  class: isText,
  cacheStatus: isText,
  duration: isCount,
  clientId: isText,
  own: isBoolean,
})
