import { onTestFinished, vi } from 'vitest'

/** A connection as the server sees it: what it says is the test's to decide. */
export class StandInEventSource extends EventTarget {
  static readonly CONNECTING = 0
  static readonly OPEN = 1
  static readonly CLOSED = 2
  readonly url: string
  readyState: number = StandInEventSource.CONNECTING

  constructor(url: string) {
    super()
    this.url = url
  }

  /** Where it goes on from. */
  get from(): string | null {
    return new URL(this.url).searchParams.get('lastEventId')
  }

  open(): void {
    this.readyState = StandInEventSource.OPEN
    this.dispatchEvent(new Event('open'))
  }

  say(type: string, lastEventId: string, data: object = {}): void {
    this.dispatchEvent(new MessageEvent(type, { lastEventId, data: JSON.stringify(data) }))
  }

  /** The connection breaks, and the browser would try again; or the answer was no stream, and it wouldn't. */
  break(how: 'cut' | 'refused'): void {
    this.readyState = how === 'cut' ? StandInEventSource.CONNECTING : StandInEventSource.CLOSED
    this.dispatchEvent(new Event('error'))
  }

  close(): void {
    this.readyState = StandInEventSource.CLOSED
  }

  get isOpen(): boolean {
    return this.readyState !== StandInEventSource.CLOSED
  }
}

/** Every connection that the page makes from now on, in order. Time passes as the test says. */
export function standInConnections(): StandInEventSource[] {
  const made: StandInEventSource[] = []
  class Noted extends StandInEventSource {
    constructor(url: string) {
      super(url)
      made.push(this)
    }
  }
  vi.stubGlobal('EventSource', Noted)
  vi.useFakeTimers()
  onTestFinished(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })
  return made
}
