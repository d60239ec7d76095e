import type { FromWorker } from '../../shared/protocol.ts'
import type { Ask } from './ask-worker.ts'
import type { Change } from './subscribers.ts'

export interface Notices {
  readonly receive: (notice: FromWorker) => void
  /** Says that this page uses the client (it may then get masked fields), and asks for what it doesn't know. */
  greet(): Promise<void>
  /** Asks what changed since the last that this page knows, and tells the subscribers. */
  catchUp(): Promise<void>
  /** An answer carried this as-of: it counts until the worker has told its stamp. */
  readonly saw: (asOf: number) => void
}

/** Notices get lost; each carries the stamp before its own, so a page can tell, and ask for what it missed. */
export function createNotices(ask: Ask, tell: (change: Change) => void, onError: (error: Error) => void): Notices {
  let born = ''
  let since = Infinity // Until the worker has told its birth mark: the lowest as-of that this page was answered.
  let catchingUp: Promise<void> | undefined

  function hear(notice: FromWorker & { type: 'invalidated' }): void {
    const { reason, groups, stamp, before, unsettledFor } = notice
    const its = notice.born // Empty from another tab: without a worker there are no stamps.
    const reborn = born !== '' && its !== '' && its !== born
    // Told even if the stamp is known: a discovered change bears the stamp of the answer that showed it.
    tell({ reason, groups: reborn ? ['*'] : groups, asOf: its ? stamp : undefined, reborn })
    if (born && its) {
      if (reborn || before <= since) advance(stamp, its)
      else void catchUp()
    }
    // The worker settles lazily: somebody has to ask.
    if (unsettledFor !== undefined) setTimeout(() => void askWhatWasMissed(groups), unsettledFor)
  }

  function advance(stamp: number, its: string): void {
    since = born === its ? Math.max(stamp, since) : stamp
    born = its
  }

  async function greet(): Promise<void> {
    try {
      const latest = await ask({ type: 'hello' }, 3)
      if (!latest) return
      if (!born) {
        // What this page was answered before it knew any stamp may have been overtaken since.
        since = Math.min(since, latest.stamp)
        born = latest.born
      }
      if (since !== latest.stamp || born !== latest.born) await catchUp()
    } catch (error) {
      onError(error as Error)
    }
  }

  /** Those of `also` are told in any case. */
  async function askWhatWasMissed(also: readonly string[]): Promise<void> {
    try {
      const known = born
      const latest = await ask({ type: 'catch-up', since: born ? since : 0, born })
      if (latest) {
        const reborn = known !== '' && known !== latest.born
        const groups = reborn ? ['*'] : [...latest.groups, ...also]
        advance(latest.stamp, latest.born)
        if (groups[0]) tell({ reason: 'missed', groups, asOf: also[0] ? undefined : latest.stamp, reborn })
        return
      }
    } catch (error) {
      onError(error as Error)
    }
    tell({ reason: 'resumed', groups: ['*'], asOf: undefined })
  }

  function catchUp(): Promise<void> {
    catchingUp ??= askWhatWasMissed([]).finally(() => (catchingUp = undefined))
    return catchingUp
  }

  return {
    receive(notice) {
      if (notice.type === 'started') void greet()
      else if (notice.type === 'invalidated') hear(notice)
      else tell({ reason: 'updated', groups: notice.groups, asOf: notice.asOf, url: notice.url })
    },
    greet,
    catchUp,
    saw(asOf) {
      if (!born) since = Math.min(since, asOf)
    },
  }
}
