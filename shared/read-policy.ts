import { PaymentSyncError } from './error.ts'
import { isFields, type Fields } from './fields.ts'
import { BODY_PATH, parseTemplate } from './group-template.ts'
import type {
  AgingField,
  BatchRule,
  ClassPolicy,
  Identity,
  Limits,
  MutationRule,
  Policy,
  ReadRule,
  StateRule,
  WrittenPolicy,
} from './policy.ts'

/** Gives a value back, completed, or throws the one line that says why the policy can't have it `at` this place. */
type Check<Value> = (value: unknown, at: string) => Value

/** A field without a check doesn't compile, nor does one with a check of another type. */
type Checks<Value> = { readonly [Field in keyof Value]-?: Check<Value[Field]> }

function check<Value>(isGood: (value: unknown) => boolean, expected: string): Check<Value> {
  return (value, at) => {
    if (!isGood(value)) throw badPolicy(at, value, expected)
    return value as Value
  }
}

function optional<Value>(inner: Check<Value>): Check<Value | undefined>
function optional<Value>(inner: Check<Value>, otherwise: Value): Check<Value>
function optional<Value>(inner: Check<Value>, otherwise?: Value): Check<Value | undefined> {
  return (value, at) => (value === undefined ? otherwise : inner(value, at))
}

const text = (isGood: (value: string) => boolean, example: string): Check<string> =>
  check((value) => typeof value === 'string' && isGood(value), `text such as "${example}"`)

const like = (pattern: RegExp, example: string): Check<string> => text((value) => pattern.test(value), example)

const whole = (least: number, most: number): Check<number> =>
  check(
    (value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most,
    `a whole number from ${least} to ${most}`,
  )

const oneOf = <Word extends string>(...words: readonly Word[]): Check<Word> =>
  check((value) => words.includes(value as Word), `one of ${words.join(', ')}`)

function list<Value>(inner: Check<Value>): Check<readonly Value[]> {
  const items: Check<readonly unknown[]> = check(Array.isArray, 'a list')
  return (value, at) => items(value, at).map((item, index) => inner(item, `${at}.${index}`))
}

const fields: Check<Fields> = check(isFields, 'an object')

/** These fields, and no others. What is left out and has no default stays out. */
function object<Value>(checks: Checks<Value>): Check<Value> {
  const known = Object.keys(checks)
  const unknown = check(() => false, `left out: it is none of ${known.join(', ')}`)
  return (value, at) => {
    const given = fields(value, at)
    const read: Record<string, unknown> = {}
    for (const field of new Set([...known, ...Object.keys(given)])) {
      const inner = Object.hasOwn(checks, field) ? checks[field as keyof Value] : unknown
      const found = inner(given[field], at === TOP ? field : `${at}.${field}`)
      if (found !== undefined) read[field] = found
    }
    return read as Value
  }
}

/** Fields of any name, and one check for all. */
function record<Value>(inner: Check<Value>): Check<Readonly<Record<string, Value>>> {
  return (value, at) =>
    object(Object.fromEntries(Object.keys(fields(value, at)).map((field) => [field, inner])))(value, at)
}

const TOP = 'The policy'

const flag: Check<boolean> = check((value) => typeof value === 'boolean', 'true or false')
const ms = whole(0, 86_400_000)
const count = whole(1, Number.MAX_SAFE_INTEGER)
const word = like(/./, 'booking')
const url = like(/./, '/api/bookings/:id')
const header = like(/^[a-z\d_-]+$/, 'x-tenant')
const bodyPath = like(BODY_PATH, 'bookings[].payment')
const template = (value: string): boolean => parseTemplate(value) !== undefined
const groups = list(text((value) => template(value) && value !== '*', 'booking:{path.id}'))

const classPolicy: Checks<ClassPolicy> = {
  strategy: oneOf('network-first', 'stale-while-revalidate', 'cache-first'),
  ttl: ms,
  timeout: optional(ms, 3_000),
  revalidateAfter: optional(ms, 30_000),
  outlivesRun: optional(flag, false),
}

const states: Checks<StateRule> = { each: bodyPath, field: bodyPath, groups }

const batch: Checks<BatchRule> = {
  // Of another origin, what the page sent with the request would go astray.
  url: like(/^\/[^/\\]/, '/api/payments'),
  ids: word,
  id: word,
  each: bodyPath,
  field: bodyPath,
  most: optional(count, 50),
  within: optional(ms, 10),
}

const readRule: Checks<ReadRule> = {
  url,
  class: word,
  groups,
  states: optional(object(states)),
  batch: optional(object(batch)),
  keepsSession: optional(flag, false),
}

const mutationRule: Checks<MutationRule> = {
  url,
  methods: optional(list(like(/^([A-Z]+|\*)$/, 'POST" or "*')), ['POST', 'PUT', 'PATCH', 'DELETE']),
  invalidates: list(text(template, 'booking:{path.id}" or "*')),
  session: optional(oneOf('starts', 'ends')),
  observe: optional(flag, false),
}

const agingField: Checks<AgingField> = {
  path: bodyPath,
  status: word,
  masked: word,
  class: word,
  groups: optional(list(like(/^[^@*{}][^{}]*$/, 'payments')), []),
}

const identity: Checks<Identity> = { field: optional(word), header: optional(header) }
const limits: Checks<Limits> = { entryBytes: count, totalBytes: count, entries: count }

const policy: Checks<Policy> = {
  name: like(/^[A-Za-z*][\w.*:/-]*$/, 'payment-sync'),
  classes: record(object(classPolicy)),
  routes: list(object(readRule)),
  mutations: list(object(mutationRule)),
  watch: list(url),
  agingFields: list(object(agingField)),
  maskFor: oneOf('client-pages', 'every-page', 'nobody'),
  bustParameters: list(word),
  ignoreParameters: list(word),
  sessionHeaders: list(header),
  ignoreHeaders: list(header),
  identity: optional(object(identity)),
  idempotentMethods: list(like(/^[A-Z]+$/, 'POST')),
  conditionalOrigins: list(like(/^https?:\/\/[^/?#]+$/, 'https://api.example.com')),
  limits: object(limits),
}

/**
 * The policy that an app means by its changes: objects are merged, lists are replaced.
 *
 * @param changes PolicyChanges, whoever wrote them
 * @throws PaymentSyncError `BAD_POLICY`, one line that names the field and the value
 */
export function readPolicy(changes: unknown, defaults: WrittenPolicy): Policy {
  const read = object(policy)(merged(defaults, fields(changes, TOP)), TOP)
  const isClass = oneOf(...Object.keys(read.classes))
  read.routes.forEach((rule, at) => isClass(rule.class, `routes.${at}.class`))
  read.agingFields.forEach((field, at) => isClass(field.class, `agingFields.${at}.class`))
  return read
}

function merged(before: unknown, change: unknown): unknown {
  if (!isFields(before) || !isFields(change)) return change === undefined ? before : change
  const changed = Object.entries(change).map(([field, value]) => [field, merged(before[field], value)] as const)
  return { ...before, ...Object.fromEntries(changed) }
}

/** The one line that a bad policy gets. */
export function badPolicy(field: string, value: unknown, expected: string): PaymentSyncError {
  // JSON calls NaN null, and has no word for a function.
  const word = typeof value === 'number' ? String(value) : typeof value === 'function' ? 'a function' : undefined
  const shown = word ?? JSON.stringify(value)?.slice(0, 80) ?? 'undefined'
  return new PaymentSyncError(
    'BAD_POLICY',
    `Bad policy: ${field} is ${shown}; it must be ${expected}. Until that is mended no request is intercepted.`,
  )
}
