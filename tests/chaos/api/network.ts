import { setTimeout as delay } from 'node:timers/promises'
import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Context, MiddlewareHandler } from 'hono'
import type { Seeded } from '../../simulation/random/seeded.ts'
import type { NetworkTrouble } from '../schedule.ts'

/** What lies between the browsers and the API. */
export class Network {
  readonly #random: Seeded
  readonly #sockets = new Set<Socket>()
  readonly #on = new Map<NetworkTrouble, Promise<void>>()
  #calm = new AbortController()

  constructor(random: Seeded) {
    this.#random = random
  }

  /** To be told of each connection as it comes. */
  connect(socket: Socket): void {
    if (this.#on.has('cut')) return void socket.destroy()
    this.#sockets.add(socket)
    socket.once('close', () => this.#sockets.delete(socket))
  }

  /** @param lasts ms, or until {@link calm} */
  async trouble(how: NetworkTrouble, lasts: number): Promise<void> {
    const { signal } = this.#calm
    const over = delay(lasts, undefined, { signal }).catch(() => undefined)
    this.#on.set(how, over)
    if (how === 'cut') for (const socket of this.#sockets) socket.destroy()
    await over
    if (this.#on.get(how) === over) this.#on.delete(how)
  }

  calm(): void {
    this.#calm.abort()
    this.#calm = new AbortController()
    this.#on.clear()
  }

  /** Before the API, and its record, has anything to do with a request. */
  readonly before: MiddlewareHandler = async (c, next) => {
    if (!isFromPage(c)) return next()
    await this.#on.get('stall')
    if (this.#hits('slow', 0.5)) await delay(this.#random.below(400))
    if (this.#hits('lose', 0.3)) return cutOff(c)
    if (this.#hits('fail', 0.5)) return c.json({ title: 'trouble' }, this.#random.pick([500, 502, 503, 429] as const))
    return next()
  }

  /** The API has done its work, and its answer is on its way: of then, and maybe overtaken by another. */
  readonly after: MiddlewareHandler = async (c, next) => {
    await next()
    if (!isFromPage(c)) return
    if (this.#hits('slow', 0.5)) await delay(this.#random.below(800))
    await this.#on.get('stall')
    if (this.#hits('lose', 0.3)) outgoingOf(c).destroy()
  }

  #hits(how: NetworkTrouble, probability: number): boolean {
    return this.#on.has(how) && this.#random.chance(probability)
  }
}

/** Other devices, and the payment provider, have networks of their own. */
const isFromPage = (c: Context): boolean => c.req.header('x-request-id') !== undefined

function cutOff(c: Context): Response {
  outgoingOf(c).destroy()
  return c.body(null)
}

const outgoingOf = ({ env }: Context): ServerResponse => (env as { outgoing: ServerResponse }).outgoing
