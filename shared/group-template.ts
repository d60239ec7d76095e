import { fieldOf } from './fields.ts'
import { ownName } from './groups.ts'

/**
 * Group templates: `booking:{body.bookings[].id}` names one group for each booking in a body.
 *
 * A placeholder is `{source.path}`; the source is `path` (named groups of the URL pattern), `query`, `body` (for a read
 * the answer's JSON, for a mutation the request's) or `response` (a mutation's answer). `[]` walks a list; a query
 * parameter with `[]` is split at commas. A `?` at the end says that the value may be missing.
 */
export interface Template {
  readonly before: string
  readonly after: string
  /** Undefined: the text is the group. */
  readonly source: 'path' | 'query' | 'body' | 'response' | undefined
  readonly steps: readonly string[]
  readonly optional: boolean
}

export interface TemplateSources {
  readonly path?: Readonly<Record<string, string | undefined>>
  /** `URLSearchParams`: looks a parameter up, decoded. */
  readonly query?: { readonly get: (name: string) => string | null }
  readonly body?: unknown
  readonly response?: unknown
}

const path = /[\w$-]+(?:\[\])?(?:\.[\w$-]+(?:\[\])?)*/.source
const shape = new RegExp(`^([^{}]*)(?:\\{(path|query|body|response)\\.(${path})(\\?)?\\}([^{}]*))?$`)

/** A path without a template around it: `bookings[].payment`; empty for the whole. */
export const BODY_PATH: RegExp = new RegExp(`^(?:${path})?$`)

/** What {@link walk} follows. */
export const stepsOf = (path: string): string[] => path.match(/[^.[]+|\[\]/g) ?? []

/** Undefined where the text is not a template of the form above. */
export function parseTemplate(text: string): Template | undefined {
  if (text === '' || ownName(text)) return undefined
  const found = shape.exec(text)
  if (!found) return undefined
  const [, before = '', source, path = '', optional, after = ''] = found
  return {
    before,
    after,
    source: source as Template['source'],
    steps: stepsOf(path),
    optional: optional === '?',
  }
}

/**
 * The groups that a template names, or undefined where a value that it needs is missing: the caller must then assume
 * the worst. An empty list names no group, and is not missing.
 */
export function expandTemplate(template: Template, sources: TemplateSources): string[] | undefined {
  const { source, steps, before, after, optional } = template
  if (source === undefined) return [before]
  const values =
    source === 'query'
      ? queryValues(steps, sources.query)
      : walk(source === 'path' ? sources.path : sources[source], steps)
  const found = values.filter(isName)
  if (found.length < values.length && !optional) return undefined
  return found.map((value) => `${before}${value}${after}`)
}

function queryValues(steps: readonly string[], query: TemplateSources['query']): unknown[] {
  const value = query?.get(steps[0] ?? '') ?? undefined
  return value !== undefined && steps[1] === '[]' ? value.split(',').filter((part) => part !== '') : [value]
}

/** Every value at the end of the steps; undefined stands for each one that is missing. */
export function walk(from: unknown, steps: readonly string[]): unknown[] {
  let reached: unknown[] = [from]
  for (const step of steps) {
    reached = reached.flatMap((value): unknown[] => {
      if (step === '[]') return Array.isArray(value) ? (value as unknown[]) : [undefined]
      return [fieldOf(value, step)]
    })
  }
  return reached
}

/** What can name something: an id is a text or a number. */
export const isName = (value: unknown): value is string | number =>
  (typeof value === 'string' && value !== '') || (typeof value === 'number' && Number.isFinite(value))
