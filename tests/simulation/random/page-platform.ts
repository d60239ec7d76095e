import type { World } from '../world.ts'

type Heard = (event: { readonly data: unknown }) => void

class LightPort {
  // As the client sets it: that starts a port.
  onmessage: Heard | undefined
  other: LightPort | undefined

  postMessage(data: unknown): void {
    const { other } = this
    queueMicrotask(() => other?.other && other.onmessage?.({ data }))
  }

  close(): void {
    this.other = undefined
  }
}

class LightChannel {
  readonly port1 = new LightPort()
  readonly port2 = new LightPort()

  constructor() {
    this.port1.other = this.port2
    this.port2.other = this.port1
  }
}

/** What the page client reaches for, as the world has it, until the off switch is called. Nothing else runs meanwhile. */
export function takePagePlatform(world: World): () => void {
  const { setTimeout, clearTimeout, MessageChannel } = globalThis
  Object.assign(globalThis, {
    setTimeout: (run: () => void, ms: number) => {
      const timer = { at: world.mono + ms, run }
      world.pageTimers.add(timer)
      return timer
    },
    clearTimeout: (timer: { readonly at: number; readonly run: () => void }) => world.pageTimers.delete(timer),
    MessageChannel: LightChannel,
  })
  return () => void Object.assign(globalThis, { setTimeout, clearTimeout, MessageChannel })
}
