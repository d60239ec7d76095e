import { CHANNEL, seal, type FromWorker } from '../../shared/protocol.ts'
import { readFromWorker } from '../../shared/read-message.ts'

export type Invalidated = Extract<FromWorker, { type: 'invalidated' }>

export interface Tabs {
  /** Tells the other tabs. */
  tell(invalidated: Invalidated): void
  /** To be open only while no worker controls the page and the page is shown: a message evicts pages in the back/forward cache. */
  open(isOpen: boolean): void
}

/** How tabs that no worker controls hear of each other's changes. */
export function createTabs(onInvalidated: (invalidated: Invalidated) => void): Tabs {
  let channel: BroadcastChannel | undefined
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows
    tell: (invalidated) => channel?.postMessage(seal(invalidated)),
    open(isOpen) {
      if (isOpen === Boolean(channel)) return // What is on its way must not get lost.
      channel?.close()
      channel = undefined
      if (!isOpen) return
      channel = new BroadcastChannel(CHANNEL)
      channel.addEventListener('message', ({ data }) => {
        const message = readFromWorker(data)
        // Stamps are the worker's to tell.
        if (message?.type === 'invalidated' && !message.born) onInvalidated(message)
      })
    },
  }
}
