import { build, type Plugin, type Rolldown } from 'vite'

export interface ScriptBundle {
  readonly chunk: Rolldown.OutputChunk
  /** Every file of the app that it was made from. */
  readonly files: ReadonlySet<string>
}

export interface ScriptOptions {
  readonly root: string
  /** Absolute. */
  readonly entry: string
  readonly fileName: string
  /** Readable, with its source map inside. */
  readonly dev: boolean
  /** `iife`: a classic script, which any browser with service workers can register. */
  readonly format: 'iife' | 'es'
  readonly plugins: readonly Plugin[]
}

/**
 * Bundles a worker into one script.
 *
 * @throws Error where it can't be one script, or the bundler fails
 */
export async function bundleScript(options: ScriptOptions): Promise<ScriptBundle> {
  const { root, entry, fileName, dev, format, plugins } = options
  const files = new Set<string>()
  const built = await build({
    configFile: false,
    root,
    mode: dev ? 'development' : 'production',
    logLevel: 'warn',
    publicDir: false,
    // Workbox asks `process.env.NODE_ENV`, and a worker has no `process`.
    define: { 'process.env.NODE_ENV': JSON.stringify(dev ? 'development' : 'production') },
    plugins: [...plugins, noteFiles(files)],
    build: {
      write: false,
      minify: !dev,
      sourcemap: dev ? 'inline' : 'hidden',
      target: 'es2022',
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: entry,
        // To make it smaller takes its time.
        checks: { bundlerTimings: false },
        preserveEntrySignatures: format === 'es' && 'strict',
        output: { format, entryFileNames: fileName },
      },
    },
  })
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((result) =>
    'output' in result ? result.output : [],
  )
  const [chunk, ...others] = outputs.filter(({ fileName: made }) => made !== `${fileName}.map`)
  if (chunk?.type !== 'chunk' || others.length > 0) {
    throw new Error(`The worker must be one script, but the bundle has ${outputs.length} files.`)
  }
  return { chunk, files }
}

/** Not from the chunk's own list: a module whose only constant was inlined is missing there. */
const noteFiles = (files: Set<string>): Plugin => ({
  name: 'payment-sync:note-files',
  buildEnd() {
    for (const id of this.getModuleIds()) if (!id.includes('node_modules') && !id.startsWith('\0')) files.add(id)
  },
})
