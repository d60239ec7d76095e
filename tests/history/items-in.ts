import type { Item } from './history.ts'

/**
 * The bookings and payments in a body, however deep. A booking's payment is an item of its own, and not part of its
 * digest. Needs nothing around it: it is also sent to the page as text.
 *
 * @param masked the word that stands for a state that is being asked for
 */
export function itemsIn(body: unknown, masked: string): Item[] {
  const found = new Map<string, Item>()
  walk(body)
  return [...found.values()]

  function walk(value: unknown): void {
    if (typeof value !== 'object' || value === null) return
    const fields = value as Readonly<Record<string, unknown>>
    if (typeof fields['id'] === 'string' && typeof fields['version'] === 'number') note(fields)
    for (const each of Object.values(fields)) walk(each)
  }

  function note({ id, version, status, ...fields }: Readonly<Record<string, unknown>>): void {
    const kind = 'reference' in fields ? 'payment' : 'booking'
    const key = `${kind}:${String(id)}`
    const item = { key, version: version as number, state: String(status), masked: status === masked }
    found.set(`${key} ${String(version)}`, {
      ...item,
      digest: digestOf(JSON.stringify([status, { ...fields, payment: undefined }])),
    })
  }

  /** FNV-1a: only to tell bodies apart. */
  function digestOf(text: string): string {
    let hash = 0x81_1c_9d_c5
    for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01_00_01_93)
    return (hash >>> 0).toString(16)
  }
}
