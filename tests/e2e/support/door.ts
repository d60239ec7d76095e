import { createServer, connect, type AddressInfo, type Socket } from 'node:net'

/** The way to a server: it can be shut, and every connection that goes through it cut, while the server itself goes on. */
export class Door {
  readonly #to: number
  readonly #open = new Set<Socket>()
  readonly #server = createServer((incoming) => this.#pass(incoming))
  #port = 0

  constructor(to: number) {
    this.#to = to
  }

  get url(): string {
    return `http://localhost:${this.#port}`
  }

  /** Where it was before, if it was open before. */
  open(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(this.#port, () => {
        this.#port = (this.#server.address() as AddressInfo).port
        resolve()
      })
    })
  }

  /** Connections are refused from now on. */
  async shut(): Promise<void> {
    const isShut = new Promise((resolve) => {
      this.#server.close(resolve)
    })
    this.cut()
    await isShut
  }

  /** What goes through it ends here; who comes again is let in. */
  cut(): void {
    for (const socket of this.#open) socket.destroy()
  }

  #pass(incoming: Socket): void {
    const outgoing = connect(this.#to, 'localhost')
    for (const [socket, other] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      this.#open.add(socket)
      socket.pipe(other)
      // A cut connection is what this is for.
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        this.#open.delete(socket)
        other.destroy()
      })
    }
  }
}
