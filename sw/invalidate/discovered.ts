import { EVERYTHING } from '../../shared/groups.ts'
import { expandTemplate, walk, type Template } from '../../shared/group-template.ts'

/** Where a route's answers tell states, in steps. */
export interface States {
  readonly each: readonly string[]
  readonly field: readonly string[]
  readonly groups: readonly Template[]
}

/**
 * The groups of the items whose state differs between two answers to the same request: a change made elsewhere. Only
 * the same request is compared, never another endpoint, so it comes to rest.
 */
export function discoveredGroups(states: States, before: unknown, after: unknown): string[] {
  const known = itemsOf(states, before)
  const changed = [...itemsOf(states, after)].flatMap(([name, item]) => {
    const had = known.get(name)
    return had === undefined || had.state === item.state ? [] : [...had.groups, ...item.groups]
  })
  return [...new Set(changed)]
}

interface Item {
  readonly state: string
  readonly groups: readonly string[]
}

/** Items by their first group: a booking stays the same one when a payment is added to it. */
function itemsOf({ each, field, groups }: States, body: unknown): Map<string, Item> {
  const found = new Map<string, Item>()
  for (const item of walk(body, each)) {
    const named = groups.flatMap((template) => expandTemplate(template, { body: item }) ?? [EVERYTHING])
    // One by one: in a list, JSON calls a missing state null.
    const state = walk(item, field).map((value) => JSON.stringify(value))
    found.set(named[0] ?? EVERYTHING, { state: state.join(), groups: named })
  }
  return found
}
