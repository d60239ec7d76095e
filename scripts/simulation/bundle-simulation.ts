import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { build, type Plugin } from 'vite'
import { root, under } from '../places.ts'
import { assignForSpread } from './assign-for-spread.ts'

/**
 * One script of the worker's own code and all that plays it, as the worker is built for users: without Workbox's checks for
 * developers, and without what a loader adds to each function. Gives its path.
 *
 * @param name of the script; two that are used at once need two
 */
export async function bundleSimulation(name = 'simulation', plugins: Plugin[] = []): Promise<string> {
  const built = await build({
    configFile: false,
    root,
    mode: 'production',
    logLevel: 'error',
    publicDir: false,
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins,
    ssr: { noExternal: true },
    build: {
      ssr: under('scripts/simulation/play-histories.ts'),
      write: false,
      minify: false,
      target: 'es2022',
      reportCompressedSize: false,
      rolldownOptions: { output: { format: 'esm', codeSplitting: false } },
    },
  })
  const [chunk] = (Array.isArray(built) ? built : [built]).flatMap((result) =>
    'output' in result ? result.output : [],
  )
  if (chunk?.type !== 'chunk') throw new Error('The simulation was not bundled')
  const path = under(`.cache/simulation/${name}.mjs`)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, assignForSpread(chunk.code))
  return path
}
