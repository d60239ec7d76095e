import type { ServerResponse } from 'node:http'
import type { Plugin, ViteDevServer } from 'vite'
import { bundleWorker, WORKER_FILE, type WorkerBundle } from './bundle-worker.ts'

/** Serves the worker at `/payment-sync-sw.js`, in development and in a build; an edit is in the next request for it. */
export function paymentSyncWorker(): Plugin {
  return {
    name: 'payment-sync:worker',
    configureServer: serveWorker,
    async generateBundle() {
      const { code } = await bundleWorker({ dev: false })
      this.emitFile({ type: 'asset', fileName: WORKER_FILE, source: code })
    },
  }
}

function serveWorker(server: ViteDevServer): void {
  let bundle: Promise<WorkerBundle> | undefined
  let files: ReadonlySet<string> = new Set()

  const forget = (file: string): void => {
    if (files.has(file)) bundle = undefined
  }
  server.watcher.on('change', forget)
  server.watcher.on('unlink', forget)

  server.middlewares.use((request, response, next) => {
    if (request.url?.split('?')[0] === `/${WORKER_FILE}`) void answer(response, next)
    else next()
  })

  async function answer(response: ServerResponse, next: (error: unknown) => void): Promise<void> {
    try {
      bundle ??= bundleWorker({ dev: true })
      const made = await bundle
      files = made.files
      server.watcher.add([...files].filter((file) => !file.startsWith('\0')))
      response.setHeader('Content-Type', 'text/javascript; charset=utf-8')
      response.setHeader('Cache-Control', 'no-cache')
      response.end(made.code)
    } catch (error) {
      // The next request tries again: the mistake may be mended by then.
      bundle = undefined
      next(error)
    }
  }
}
