import type { Server } from 'node:http'

/** Longer than Paystack may take: a payment under way is brought to its end. */
const PATIENCE_MS = 15_000

/**
 * Watches a server's requests from the start, so that it can be stopped without breaking one.
 *
 * @returns stops: takes no more connections, waits for the answers under way, then cuts what is left, such as the
 * connections that browsers open ahead
 */
export function gracefulStop(server: Server, patienceMs = PATIENCE_MS): () => Promise<void> {
  let running = 0
  let onIdle: () => void = () => undefined
  server.on('request', (_, response) => {
    running += 1
    response.once('close', () => {
      running -= 1
      if (running === 0) onIdle()
    })
  })
  return () =>
    new Promise((resolve) => {
      const cut = (): void => server.closeAllConnections()
      const impatience = setTimeout(cut, patienceMs)
      server.close(() => {
        clearTimeout(impatience)
        resolve()
      })
      onIdle = cut
      if (running === 0) cut()
    })
}
