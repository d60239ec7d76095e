import type { ServerResponse } from 'node:http'
import type { Plugin, ResolvedConfig, ViteDevServer } from 'vite'
import type { PolicyChanges } from '../../shared/policy.ts'
import { makeScript, type Script } from './make-script.ts'

export interface PaymentSyncPluginOptions {
  /** What differs from the default policy: a file whose default export says it, or itself. */
  readonly policy?: string | PolicyChanges
  /**
   * A service worker of your own that calls `startPaymentSync()`, bundled into one classic script. It brings its policy
   * itself.
   */
  readonly worker?: string
  /**
   * Where the script is served, below the app's base.
   * @default 'payment-sync-sw.js'
   */
  readonly fileName?: string
  /** What else is done to the bundle of `worker`. */
  readonly plugins?: readonly Plugin[]
}

/**
 * Serves the worker in development, where an edit of it or of the policy reloads the page, and puts it into a build.
 *
 * @example plugins: [paymentSync({ policy: 'payment-sync.policy.ts' })]
 */
export function paymentSync(options: PaymentSyncPluginOptions = {}): Plugin {
  const { fileName = 'payment-sync-sw.js', ...sources } = options
  let config: ResolvedConfig
  const make = (dev: boolean): Promise<Script> => makeScript(sources, { root: config.root, fileName, dev })

  return {
    name: 'payment-sync',
    configResolved(resolved) {
      config = resolved
    },
    configureServer: (server) => serveScript(server, `${config.base}${fileName}`, () => make(true)),
    async generateBundle() {
      // A page has the worker; what renders pages on a server does not.
      if (this.environment.config.consumer !== 'client') return
      this.emitFile({ type: 'asset', fileName, source: (await make(false)).code })
    },
  }
}

function serveScript(server: ViteDevServer, path: string, make: () => Promise<Script>): void {
  let made: Promise<Script> | undefined
  let files: ReadonlySet<string> = new Set()

  const forget = (file: string): void => {
    if (!files.has(file)) return
    made = undefined
    server.ws.send({ type: 'full-reload' })
  }
  server.watcher.on('change', forget)
  server.watcher.on('unlink', forget)

  server.middlewares.use((request, response, next) => {
    if (request.url?.split('?')[0] === path) void answer(response, next)
    else next()
  })

  async function answer(response: ServerResponse, next: (error: unknown) => void): Promise<void> {
    try {
      made ??= make()
      const script = await made
      files = script.files
      server.watcher.add([...files])
      response.setHeader('Content-Type', 'text/javascript; charset=utf-8')
      response.setHeader('Cache-Control', 'no-cache')
      response.end(script.code)
    } catch (error) {
      // The next request tries again: the mistake may be mended by then.
      made = undefined
      next(error)
    }
  }
}
