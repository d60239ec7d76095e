import * as v from 'valibot'
import { Problem } from './problem.ts'
import type { AppContext } from './app-env.ts'

/** What must never be repeated in an answer. */
const secrets: ReadonlySet<string> = new Set(['password'])

/**
 * The value that the schema makes of it, or a 422 that names the field and the value in one line.
 *
 * @param whole what to call the input where no field of it is to blame
 */
export function readInput<Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
  whole: string,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, input, { abortEarly: true })
  if (result.success) return result.output
  const [issue] = result.issues
  const own = issue.kind === 'validation' && (issue.type === 'check' || issue.type === 'regex')
  const expected = own ? issue.message : (issue.expected ?? issue.message)
  const field = v.getDotPath(issue)
  if (field === null) throw new Problem(422, `${whole} must ${own ? expected : 'be an object'}.`)
  const value = issue.path?.at(-1)?.value
  if (expected === 'never') throw new Problem(422, `${field} is ${shown(field, value)}; it is unknown here.`, { field })
  if (value === undefined) throw new Problem(422, `${field} is missing.`, { field })
  throw new Problem(
    422,
    `${field} is ${shown(field, value)}; it must be ${/^\w+$/.test(expected) ? `a ${expected}` : expected}.`,
    { field },
  )
}

function shown(field: string, value: unknown): string {
  if (secrets.has(field)) return 'not acceptable'
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object'
  return (JSON.stringify(value) ?? typeof value).slice(0, 80)
}

/** The body of a request that must be JSON: 415, 400 or 422 otherwise. */
export async function readBody<Schema extends v.GenericSchema>(
  c: AppContext,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  const type = c.req.header('content-type')?.split(';', 1)[0]?.trim().toLowerCase()
  if (type !== 'application/json') {
    throw new Problem(415, `Content-Type is ${JSON.stringify(type ?? 'missing')}; it must be application/json.`)
  }
  let body: unknown
  try {
    body = await c.req.json<unknown>()
  } catch {
    throw new Problem(400, 'The body is not JSON.')
  }
  return readInput(schema, body, 'The body')
}

/** The query as an object; a parameter given twice is a list, which no schema here takes. */
export function readQuery<Schema extends v.GenericSchema>(c: AppContext, schema: Schema): v.InferOutput<Schema> {
  const query: Record<string, string | string[] | undefined> = {}
  for (const [name, values] of Object.entries(c.req.queries())) query[name] = values.length === 1 ? values[0] : values
  return readInput(schema, query, 'The query')
}

/** The id in the path. Nothing has an id of another form: 404. */
export function readId(c: AppContext, what: string): string {
  const id = c.req.param('id') ?? ''
  if (!isId(id)) throw new Problem(404, `There is no ${what} ${JSON.stringify(id.slice(0, 40))}.`)
  return id
}

/** A positive `bigint` of the database, as text. */
export const isId = (text: string): boolean => /^[1-9]\d{0,17}$/.test(text)

/** An id in a body or a query. */
export const idText = v.pipe(v.string(), v.check(isId, 'an id such as "7"'))

/** Text that a person wrote: the database can't hold a NUL. */
export const plainText = (longest: number) =>
  v.pipe(
    v.string(),
    v.check(
      (value) => value.length <= longest && !value.includes('\0'),
      `text of at most ${longest} characters, without NUL`,
    ),
  )

/** Paystack's alphabet for references. */
export const referenceText = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9.=-]{1,100}$/, 'a payment reference: letters, digits, "-", "." and "="'),
)
