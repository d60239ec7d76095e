import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono, type MiddlewareHandler } from 'hono'
import { etag } from 'hono/etag'
import type { AppContext, AppEnv } from '../http/app-env.ts'

/** The build puts a hash into these names: another content has another name. */
const hashed = /^\/assets\/.+-[\w-]{8,}\.\w+$/

/** A built page: its files, and its `index.html` for every navigation to an address that only the page knows. */
export function staticFiles(directory: string): Hono<AppEnv> {
  const root = resolve(directory)
  const index = (c: AppContext): Promise<Response> => page(c, join(root, 'index.html'))
  const app = new Hono<AppEnv>()
  app.get('/', etag(), index)
  app.get('*', etag(), files(root))
  app.get('*', etag(), async (c, next) => {
    if (/^\/(api|sandbox)(\/|$)/.test(c.req.path) || !isNavigation(c)) return next()
    return index(c)
  })
  return app
}

/** The library complains about a missing directory, on the console, when it is made: wait until there is one. */
function files(root: string): MiddlewareHandler<AppEnv> {
  let serve: MiddlewareHandler<AppEnv> | undefined
  return async (c, next) => {
    if (!existsSync(root)) return next()
    serve ??= serveStatic<AppEnv>({ root })
    const found = await serve(c, next)
    // The worker's scripts above all: a browser must always learn of a new one.
    const cacheControl = hashed.test(c.req.path) ? 'public, max-age=31536000, immutable' : 'no-cache'
    if (found instanceof Response) found.headers.set('Cache-Control', cacheControl)
    return found
  }
}

function isNavigation(c: AppContext): boolean {
  const mode = c.req.header('sec-fetch-mode')
  return mode === undefined ? (c.req.header('accept') ?? '').includes('text/html') : mode === 'navigate'
}

async function page(c: AppContext, file: string): Promise<Response> {
  const html = await readFile(file, 'utf8').catch(() => undefined)
  if (html === undefined) return c.text('The page is not built yet. Run "npm run build", then load this again.', 503)
  return c.html(html, 200, { 'Cache-Control': 'no-cache' })
}
