import { keyGroup } from '../invalidate/validity.ts'
import type { Draft } from './draft.ts'

/** An answer was delivered, and could not be kept: what is stored for its key, and whatever was asked before, may not follow. */
export async function dropKey(draft: Draft, key: string, asOf: number): Promise<void> {
  await draft.transaction.delete('entries', key)
  await draft.invalidate([keyGroup(key)], 'discovered', { asOf, silent: true })
}
