import { build } from 'vite'
import { outputsOf, pageBuild, unwritten } from './page-build.ts'
import { under } from './places.ts'

/** A module and all that it imports as one file, for pages without a bundler; what else is loaded late is in it. */
export async function bundleAlone(entry: string): Promise<string> {
  const built = await build({
    ...pageBuild,
    build: {
      ...unwritten,
      minify: true,
      lib: { entry: under(entry), formats: ['es'], fileName: 'alone' },
      rolldownOptions: { output: { minify: true, codeSplitting: false } },
    },
  })
  const [chunk, ...others] = outputsOf(built)
  if (chunk?.type !== 'chunk' || others.length > 0) throw new Error(`${entry} must become one file.`)
  return chunk.code
}
