import { parseTemplate, stepsOf, type Template } from '../../shared/group-template.ts'
import type { AgingField, BatchRule, ClassPolicy, MutationRule, Policy, ReadRule } from '../../shared/policy.ts'
import { badPolicy } from '../../shared/read-policy.ts'

/** A policy whose patterns and templates are parsed, once per start of the worker. */
export interface CompiledPolicy {
  readonly policy: Policy
  /** The worker's own. */
  readonly origin: string
  readonly routes: readonly ReadRoute[]
  readonly mutations: readonly MutationRoute[]
  readonly watch: readonly URLPattern[]
  readonly agingFields: readonly CompiledField[]
}

export interface ReadRoute {
  readonly pattern: URLPattern
  readonly rule: ReadRule
  readonly className: string
  readonly class: ClassPolicy
  readonly groups: readonly Template[]
  readonly states:
    | { readonly each: readonly string[]; readonly field: readonly string[]; readonly groups: readonly Template[] }
    | undefined
  readonly batch: CompiledBatch | undefined
  /** Query parameters that are lists, whose order means nothing. */
  readonly lists: readonly string[]
}

export interface CompiledBatch {
  readonly rule: BatchRule
  readonly each: readonly string[]
  readonly field: readonly string[]
}

export interface MutationRoute {
  readonly pattern: URLPattern
  readonly rule: MutationRule
  readonly invalidates: readonly Template[]
  /** What changed is known only from the answer. */
  readonly needsResponse: boolean
  readonly needsBody: boolean
}

export interface CompiledField {
  readonly field: AgingField
  readonly steps: readonly string[]
  readonly class: ClassPolicy
  readonly groups: readonly string[]
}

/**
 * @param origin of the worker: patterns without an origin belong to it
 * @throws PaymentSyncError `BAD_POLICY` for a pattern that `URLPattern` can't read
 */
export function compilePolicy(policy: Policy, origin: string): CompiledPolicy {
  return {
    policy,
    origin,
    routes: policy.routes.map((rule, at) =>
      readRoute(rule, policy, compilePattern(rule.url, origin, `routes.${at}.url`)),
    ),
    mutations: policy.mutations.map((rule, at) =>
      mutationRoute(rule, compilePattern(rule.url, origin, `mutations.${at}.url`)),
    ),
    watch: policy.watch.map((url, at) => compilePattern(url, origin, `watch.${at}`)),
    agingFields: policy.agingFields.map((field) => ({
      field,
      steps: stepsOf(field.path),
      class: classOf(policy, field.class),
      groups: field.groups,
    })),
  }
}

function readRoute(rule: ReadRule, policy: Policy, pattern: URLPattern): ReadRoute {
  const groups = templates(rule.groups)
  return {
    pattern,
    rule,
    className: rule.class,
    class: classOf(policy, rule.class),
    groups,
    states: rule.states && {
      each: stepsOf(rule.states.each),
      field: stepsOf(rule.states.field),
      groups: templates(rule.states.groups),
    },
    batch: rule.batch && { rule: rule.batch, each: stepsOf(rule.batch.each), field: stepsOf(rule.batch.field) },
    lists: groups.flatMap(({ source, steps: [name = '', list] }) =>
      source === 'query' && list === '[]' ? [name] : [],
    ),
  }
}

function mutationRoute(rule: MutationRule, pattern: URLPattern): MutationRoute {
  const invalidates = templates(rule.invalidates)
  return {
    pattern,
    rule,
    invalidates,
    needsResponse: invalidates.some(({ source }) => source === 'response'),
    needsBody: invalidates.some(({ source }) => source === 'body'),
  }
}

/** The schema has seen to it that each text but `*` is a template, and each class exists. */
const templates = (texts: readonly string[]): Template[] => texts.flatMap((text) => parseTemplate(text) ?? [])
const classOf = (policy: Policy, name: string): ClassPolicy => policy.classes[name] as ClassPolicy

const wholeUrl = /^(https?):\/\/([^/:]+)(?::(\d+))?(\/.*)$/

function compilePattern(url: string, origin: string, field: string): URLPattern {
  const parts = wholeUrl.exec(url.startsWith('/') ? origin + url : url)
  const expected = 'a pathname ("/api/bookings/:id") or a URL, in URLPattern syntax'
  if (!parts) throw badPolicy(field, url, expected)
  const [, protocol = '', hostname = '', port = '', pathname = ''] = parts
  try {
    return new URLPattern({ protocol, hostname, port, pathname, search: '*', hash: '*' })
  } catch (cause) {
    throw Object.assign(badPolicy(field, url, expected), { cause })
  }
}
