import type { WrittenPolicy } from '../../shared/policy.ts'

/**
 * What is demanded: the numbers of a policy, without its means. ms. Give one object to all histories judged by it: what
 * is worked out about it is kept.
 */
export interface Rules {
  /** The first whose pattern matches the URL. A URL that none matches is nobody's business: it is always asked. */
  readonly routes: readonly Route[]
  readonly classes: Readonly<Record<string, ClassRule>>
  /** Resources that age by a class of their own wherever they come: kind → class. */
  readonly kinds: Readonly<Record<string, string>>
  /** A mutation whose outcome is unknown may still be executed for so long after the failure. */
  readonly unsettledFor: number
  /** Within which a page that is awake is told, and a change made elsewhere is heard of. */
  readonly noticeWithin: number
  /** How many times the worker may be stopped under one read before that excuses its failure. Chromium repeats once, Firefox never. */
  readonly survivesStops: number
  /** A read may wait so long for others to be asked for with. */
  readonly waitsFor: number
  /** How far two clocks may be apart. */
  readonly slack: number
}

interface Route {
  /** Of a regular expression over the whole URL. */
  readonly pattern: string
  readonly class: string
  /** The groups that all its answers are in, such as `bookings`. */
  readonly groups: readonly string[]
}

interface ClassRule {
  readonly ttl: number
  /** An answer younger than this needs no request at all; 0 where each read asks. */
  readonly asksAfter: number
  /** Whether what a former run of the worker learnt may be served. @default true */
  readonly outlivesRun?: boolean
}

/** What holds for one URL. */
export interface UrlRule extends ClassRule {
  readonly groups: readonly string[]
}

interface Compiled {
  readonly routes: readonly (readonly [RegExp, UrlRule | undefined])[]
  readonly kinds: readonly (readonly [string, ClassRule | undefined])[]
  readonly urls: Map<string, UrlRule | undefined>
}

const compiled = new WeakMap<Rules, Compiled>()

/** Undefined for a URL that no route names. */
export function ruleFor(rules: Rules, url: string): UrlRule | undefined {
  const { routes, urls } = compile(rules)
  if (urls.has(url)) return urls.get(url)
  const rule = routes.find(([pattern]) => pattern.test(url))?.[1]
  urls.set(url, rule)
  return rule
}

/** The class by which a resource ages, or undefined where it ages with its answer. */
export function kindRule(rules: Rules, key: string): ClassRule | undefined {
  for (const [prefix, rule] of compile(rules).kinds) if (key.startsWith(prefix)) return rule
  return undefined
}

function compile(rules: Rules): Compiled {
  const known = compiled.get(rules)
  if (known) return known
  const made: Compiled = {
    routes: rules.routes.map(({ pattern, class: name, groups }) => {
      const rule = rules.classes[name]
      return [new RegExp(`^(?:${pattern})$`), rule && { ...rule, groups }]
    }),
    kinds: Object.entries(rules.kinds).map(([kind, name]) => [`${kind}:`, rules.classes[name]]),
    urls: new Map(),
  }
  compiled.set(rules, made)
  return made
}

/** The rules that a policy sets. */
export function rulesOf(policy: WrittenPolicy, more: Partial<Rules> = {}): Rules {
  const { classes, routes, agingFields } = policy
  return {
    routes: routes.map((rule) => ({
      pattern: `${patternOf(rule.url)}(?:\\?.*)?`,
      class: rule.class,
      groups: rule.groups.filter((group) => !group.includes('{')),
    })),
    classes: Object.fromEntries(
      Object.entries(classes).map(([name, { strategy, ttl, revalidateAfter = 30_000, outlivesRun = false }]) => {
        const asksAfter = { 'network-first': 0, 'stale-while-revalidate': revalidateAfter, 'cache-first': ttl }[
          strategy
        ]
        return [name, { ttl, asksAfter, outlivesRun }]
      }),
    ),
    kinds: Object.fromEntries(agingFields.map((field) => [field.path.split('.').at(-1) ?? '', field.class])),
    unsettledFor: 60_000,
    noticeWithin: 1_000,
    survivesStops: 1,
    waitsFor: Math.max(0, ...routes.map(({ batch }) => batch?.within ?? 0)),
    slack: 0,
    ...more,
  }
}

/** The part of `URLPattern` syntax that policies use: `:name` and `*`. */
function patternOf(url: string): string {
  return url
    .replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll(/:\w+/g, '[^/?]+')
}
