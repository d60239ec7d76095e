import { build } from 'vite'
import { under } from '../places.ts'

/** The page client as one file, for pages without a bundler; what else is loaded late is in it. */
export async function bundlePageClient(): Promise<string> {
  const built = await build({
    configFile: false,
    root: under('.'),
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      minify: true,
      target: 'es2022',
      reportCompressedSize: false,
      lib: { entry: under('app/client/public.ts'), formats: ['es'], fileName: 'payment-sync-client' },
      rolldownOptions: { output: { minify: true, codeSplitting: false } },
    },
  })
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((result) =>
    'output' in result ? result.output : [],
  )
  const [chunk, ...others] = outputs
  if (chunk?.type !== 'chunk' || others.length > 0) throw new Error('The page client must be one file.')
  return chunk.code
}
