import { build } from 'vite'
import { under } from './places.ts'

/** A module and all that it imports as one file, for pages without a bundler; what else is loaded late is in it. */
export async function bundleAlone(entry: string): Promise<string> {
  const built = await build({
    configFile: false,
    root: under('.'),
    logLevel: 'warn',
    publicDir: false,
    oxc: { jsx: { runtime: 'automatic', development: false } },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      minify: true,
      target: 'es2022',
      reportCompressedSize: false,
      lib: { entry: under(entry), formats: ['es'], fileName: 'alone' },
      rolldownOptions: { output: { minify: true, codeSplitting: false } },
    },
  })
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((result) =>
    'output' in result ? result.output : [],
  )
  const [chunk, ...others] = outputs
  if (chunk?.type !== 'chunk' || others.length > 0) throw new Error(`${entry} must become one file.`)
  return chunk.code
}
