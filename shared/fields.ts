export type Fields = Readonly<Record<string, unknown>>

/** Whether a value has fields to look into: no list has. */
export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Its own field of that name, never an inherited one. */
export const fieldOf = (value: unknown, name: string): unknown =>
  isFields(value) && Object.hasOwn(value, name) ? value[name] : undefined
