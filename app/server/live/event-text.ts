import type { Change } from './change-transport.ts'

/** Sent first. What follows at once lets the browser take the connection for open. Reconnects wait `retry` ms. */
export const OPENING = 'retry: 2000\n: payment-sync\n\n'

/** An event and not a comment: a page must notice when they stop. */
export const HEARTBEAT = 'event: heartbeat\ndata: {}\n\n'

/** A place to resume from: everything after it will be told. */
export const ready = (seq: bigint): string => `id: ${seq}\nevent: ready\ndata: {}\n\n`

/** What was missed can't be told: everything may have changed. */
export const reset = (seq: bigint): string => `id: ${seq}\nevent: reset\ndata: {}\n\n`

/** Changes that were read together, as one. */
export function invalidate(changes: readonly Change[]): string {
  const groups = [...new Set(changes.flatMap((change) => change.groups))]
  const data = JSON.stringify({ groups, changes: changes.map(({ seq }) => String(seq)) })
  return `id: ${changes.at(-1)?.seq}\nevent: invalidate\ndata: ${data}\n\n`
}
