import * as v from 'valibot'
import { PaymentSyncError } from './error.ts'
import { parseTemplate } from './group-template.ts'

/**
 * The policy is data: what is answered, from where, for how long, and what each change makes wrong. JSON-serialisable,
 * checked once when the worker starts. Times are in ms, sizes in bytes.
 */

const ms = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(86_400_000))
const bytes = v.pipe(v.number(), v.integer(), v.minValue(1))
const text = v.pipe(v.string(), v.nonEmpty())
const template = v.pipe(
  v.string(),
  v.check(
    (value) => value === '*' || parseTemplate(value) !== undefined,
    'a group such as "bookings", or with one placeholder: "booking:{path.id}"',
  ),
)
const flag = v.boolean()
const bodyPath = v.pipe(
  v.string(),
  v.regex(/^$|^[\w$-]+(\[\])?(\.[\w$-]+(\[\])?)*$/, 'a path such as "bookings[].payment"'),
)

const classPolicy = v.strictObject({
  strategy: v.picklist(['network-first', 'stale-while-revalidate', 'cache-first']),
  /** How long an answer may be served after the server last confirmed it. */
  ttl: ms,
  /** network-first: how long the network may take before a valid entry is served instead. */
  timeout: v.optional(ms, 3_000),
  /** stale-while-revalidate: no background request for an entry younger than this. */
  revalidateAfter: v.optional(ms, 30_000),
  /** Whether an entry may be served by a later run of the worker: no clock that can't be moved spans a restart. */
  outlivesRun: v.optional(flag, false),
})

const readRule = v.strictObject({
  /** `URLPattern` syntax: a pathname, or a whole URL for an API of another origin. */
  url: text,
  class: text,
  groups: v.array(template),
  /** Which states in its answers tell of changes made elsewhere: one that differs from the last answer's. */
  states: v.optional(
    v.strictObject({
      /** The items of the body; empty for the body itself. */
      each: bodyPath,
      /** The state inside the item. */
      field: bodyPath,
      /** What a change of it makes wrong; `body` is the item. */
      groups: v.array(template),
    }),
  ),
  /** A 401 on this route does not end the session. */
  keepsSession: v.optional(flag, false),
})

const mutationRule = v.strictObject({
  url: text,
  /** Default: every unsafe method. `["*"]`: any method, navigations included (they are watched, never answered). */
  methods: v.optional(v.array(text), ['POST', 'PUT', 'PATCH', 'DELETE']),
  /** `*` is everything. */
  invalidates: v.array(template),
  session: v.optional(v.picklist(['starts', 'ends'])),
  /** Watched, never answered: keeps upload progress and streams. */
  observe: v.optional(flag, false),
})

const agingField = v.strictObject({
  /** The object in the body that ages faster than the rest: `bookings[].payment`. Missing is as much a state as any. */
  path: bodyPath,
  /** The property of it that is replaced while the truth is being asked for. */
  status: text,
  /** What stands there meanwhile. */
  masked: text,
  /** The class whose TTL it obeys. */
  class: text,
  /** Also masked when one of these was invalidated. */
  groups: v.optional(v.array(template), []),
})

const policySchema = v.strictObject({
  /** The name of the cache in `Cache-Status` (RFC 9211). */
  name: v.pipe(v.string(), v.regex(/^[A-Za-z*][\w.*:/-]*$/)),
  classes: v.record(text, classPolicy),
  /** GET requests that are answered; the first match wins. */
  routes: v.array(readRule),
  /** Requests that change something; the first match wins. */
  mutations: v.array(mutationRule),
  /** Unsafe requests below these, with no rule, invalidate everything of their session. */
  watch: v.array(text),
  agingFields: v.array(agingField),
  /** Who may get masked fields; others wait as for the field's class. */
  maskFor: v.picklist(['client-pages', 'every-page', 'nobody']),
  /** Parameters that say *ask the network*, and are no part of the key. */
  bustParameters: v.array(text),
  /** Parameters without a meaning for the answer. */
  ignoreParameters: v.array(text),
  /** Request headers that tell sessions apart, beside the cookie. */
  sessionHeaders: v.array(text),
  /** Request headers that never make two requests different. */
  ignoreHeaders: v.array(text),
  /** Where an answer says whose it is, such as `user.id`: another value ends the session. */
  identity: v.optional(v.strictObject({ field: v.optional(text), header: v.optional(text) })),
  /** Methods for which the API executes one `Idempotency-Key` once: a request whose answer got lost with the worker may be sent again. */
  idempotentMethods: v.array(text),
  /** Origins of APIs whose CORS policy allows `If-None-Match`. */
  conditionalOrigins: v.array(text),
  limits: v.strictObject({ entryBytes: bytes, totalBytes: bytes, entries: bytes }),
})

export type Policy = v.InferOutput<typeof policySchema>
export type ClassPolicy = Policy['classes'][string]
export type ReadRule = Policy['routes'][number]
export type MutationRule = Policy['mutations'][number]
export type AgingField = Policy['agingFields'][number]

/** What an app says: only what differs from {@link defaultPolicy}. Classes and limits are merged, lists are replaced. */
export type PolicyChanges = Partial<Omit<v.InferInput<typeof policySchema>, 'classes' | 'limits'>> & {
  readonly classes?: Readonly<Record<string, Partial<v.InferInput<typeof classPolicy>>>>
  readonly limits?: Partial<Policy['limits']>
}

/**
 * The policy that an app means by its changes.
 *
 * @throws PaymentSyncError `BAD_POLICY`, one line that names the field and the value
 */
export function readPolicy(changes: unknown, defaults: Policy): Policy {
  if (typeof changes !== 'object' || changes === null || Array.isArray(changes)) {
    throw badPolicy('The policy', changes, 'an object')
  }
  const result = v.safeParse(policySchema, merge(defaults, changes as PolicyChanges))
  if (!result.success) {
    const [issue] = result.issues
    const expected =
      issue.type === 'check' || issue.type === 'regex' ? issue.message : (issue.expected ?? issue.message)
    throw badPolicy(
      v.getDotPath(issue) ?? 'The policy',
      issue.input,
      expected === 'never' ? 'left out: it is unknown' : expected,
    )
  }
  checkClassNames(result.output)
  return result.output
}

function merge(defaults: Policy, changes: PolicyChanges): unknown {
  const classes: Record<string, unknown> = { ...defaults.classes }
  // What is not an object is left for the schema to name.
  if (typeof changes.classes === 'object' && changes.classes !== null) {
    for (const [name, change] of Object.entries(changes.classes)) {
      classes[name] = typeof change === 'object' ? { ...defaults.classes[name], ...change } : change
    }
  }
  const limits = typeof changes.limits === 'object' ? { ...defaults.limits, ...changes.limits } : defaults.limits
  return { ...defaults, ...changes, classes: changes.classes === null ? null : classes, limits }
}

function checkClassNames(policy: Policy): void {
  const named = [
    ...policy.routes.map((rule, at) => [`routes.${at}.class`, rule.class] as const),
    ...policy.agingFields.map((field, at) => [`agingFields.${at}.class`, field.class] as const),
  ]
  for (const [field, name] of named) {
    if (!Object.hasOwn(policy.classes, name)) {
      throw badPolicy(field, name, `one of ${Object.keys(policy.classes).join(', ')}`)
    }
  }
}

/** The one line that a bad policy gets. */
export function badPolicy(field: string, value: unknown, expected: string): PaymentSyncError {
  const shown = typeof value === 'function' ? 'a function' : (JSON.stringify(value)?.slice(0, 80) ?? 'undefined')
  return new PaymentSyncError(
    'BAD_POLICY',
    `Bad policy: ${field} is ${shown}; it must be ${expected}. Until that is mended no request is intercepted.`,
  )
}
