import type { Server } from 'node:http'

/** Longer than Paystack may take: a payment under way is brought to its end. */
const PATIENCE_MS = 15_000

/**
 * Watches a server's requests from the start, so that it can be stopped without breaking one.
 *
 * @param callsItself its requests wait for others to itself, as those to the sandbox do: it takes connections until
 * nothing is under way
 * @returns stops: takes no more connections, waits for the answers under way, then cuts what is left, such as the
 * connections that browsers open ahead
 */
export function gracefulStop(server: Server, callsItself: boolean, patienceMs = PATIENCE_MS): () => Promise<void> {
  let running = 0
  let onIdle: () => void = () => undefined
  server.on('request', (_, response) => {
    running += 1
    response.once('close', () => {
      running -= 1
      if (running === 0) onIdle()
    })
  })
  const idle = (): Promise<void> =>
    new Promise((resolve) => {
      if (running === 0) return resolve()
      const impatience = setTimeout(resolve, patienceMs)
      onIdle = () => {
        clearTimeout(impatience)
        resolve()
      }
    })
  return async () => {
    if (callsItself) await idle()
    const closed = new Promise((resolve) => void server.close(resolve))
    await idle()
    server.closeAllConnections()
    await closed
  }
}
