import { existsSync } from 'node:fs'
import { relative } from 'node:path'
import { minify } from 'terser'
import { build, type Plugin, type Rolldown } from 'vite'
import { dropUnusedMethods } from './drop-unused-methods.ts'
import { root, under } from './places.ts'
import { trimWorkbox } from './trim-workbox.ts'

/** Where the prebuilt worker is served, and its file in `dist/`. */
export const WORKER_FILE = 'payment-sync-sw.js'

export interface WorkerBundle {
  readonly code: string
  /** Its source map, for who has to read a stack trace; in development it is in the script. */
  readonly map: string | undefined
  /** Every file of ours that it was made from. */
  readonly files: ReadonlySet<string>
}

export interface WorkerOptions {
  readonly dev: boolean
  /** What else is done to it, first of all. */
  readonly plugins?: readonly Plugin[]
}

/** The prebuilt worker, as one classic script: a page can register it without a build step of its own. */
export async function bundleWorker({ dev, plugins = [] }: WorkerOptions): Promise<WorkerBundle> {
  const entry = under('sw/payment-sync-sw.ts')
  if (!existsSync(entry)) throw new Error(`The worker's entry is missing: ${relative(root, entry)}`)

  const files = new Set<string>()
  const built = await build({
    configFile: false,
    root,
    mode: dev ? 'development' : 'production',
    logLevel: 'warn',
    publicDir: false,
    // Workbox asks `process.env.NODE_ENV`, and a worker has no `process`.
    define: { 'process.env.NODE_ENV': JSON.stringify(dev ? 'development' : 'production') },
    plugins: [
      ...plugins,
      {
        name: 'payment-sync:note-files',
        // Not from the chunk's own list: a module whose only constant was inlined is missing there.
        buildEnd() {
          for (const id of this.getModuleIds()) if (!id.includes('node_modules')) files.add(id)
        },
      },
      !dev && trimWorkbox(),
      !dev && dropUnusedMethods(),
    ],
    build: {
      write: false,
      minify: !dev,
      sourcemap: dev ? 'inline' : 'hidden',
      target: 'es2022',
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: { input: entry, output: { format: 'iife', entryFileNames: WORKER_FILE } },
    },
  })
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((result) =>
    'output' in result ? result.output : [],
  )
  const [chunk, ...others] = outputs.filter(({ fileName }) => fileName !== `${WORKER_FILE}.map`)
  if (chunk?.type !== 'chunk' || others.length > 0) {
    throw new Error(`The worker must be one script, but the bundle has ${outputs.length} files.`)
  }
  return { files, ...(dev ? { code: chunk.code, map: undefined } : await minifiedAgain(chunk)) }
}

/**
 * Terser finds 0.3 kB that the bundler's minifier leaves; alone it would leave as much. Nothing unsafe; of properties only
 * Workbox's own are renamed, which begin with an underscore: none of the platform's does, nor any that is stored or sent.
 */
async function minifiedAgain(chunk: Rolldown.OutputChunk): Promise<Pick<WorkerBundle, 'code' | 'map'>> {
  const { code, map } = await minify(chunk.code, {
    ecma: 2022,
    compress: { passes: 3 },
    mangle: { properties: { regex: /^_/ } },
    sourceMap: { content: JSON.stringify(chunk.map), includeSources: true },
  })
  if (typeof code !== 'string' || typeof map !== 'string') throw new Error('Terser gave no script.')
  return { code, map }
}
