import { copyFile, cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { bundleAlone } from '../bundle-alone.ts'
import { bundleStyles, STYLE_ENTRIES } from '../bundle-pages.ts'
import { bundleWorker } from '../bundle-worker.ts'
import { dropUnusedMethods } from '../drop-unused-methods.ts'
import { under } from '../places.ts'
import { trimWorkbox } from '../trim-workbox.ts'
import { bundleModules } from './bundle-modules.ts'
import { declarationsOf } from './declarations.ts'
import { nodeEntries, pageEntries, scripts, workerEntries } from './entries.ts'
import { manifest, PAGE_CLIENT, TYPES } from './manifest.ts'

/** The folder that is published. */
export const packageDir: string = under('dist/package')

const react = /^react(-dom)?(\/|$)/

/**
 * Builds it. The declarations must be there: `npm run types` makes them.
 *
 * @throws Error where one is missing
 */
export async function buildPackage(): Promise<void> {
  await rm(packageDir, { recursive: true, force: true })

  const pages = await bundleModules(pageEntries, { external: [react] })
  const worker = await bundleModules(workerEntries, { external: [], plugins: [trimWorkbox(), dropUnusedMethods()] })
  const node = await bundleModules(nodeEntries, { external: [/^node:/, /^vite$/] })
  for (const { fileName, code } of [...pages, ...worker, ...node]) await write(fileName, code)

  for (const [name, source] of Object.entries(scripts)) {
    const fileName = `${name}.js`
    const isWorker = name === 'payment-sync-sw'
    const entry = under(source)
    const { code, map } = await bundleWorker(isWorker ? { entry, fileName } : { entry, fileName, firstLine: '' })
    await write(fileName, code)
    await write(`${fileName}.map`, map)
  }
  await write(PAGE_CLIENT, await bundleAlone('app/client/public.ts'))
  for (const [name, entry] of Object.entries(STYLE_ENTRIES)) await write(`${name}.css`, await bundleStyles(entry))

  const sources = Object.values({ ...pageEntries, ...workerEntries, ...nodeEntries })
  for (const [path, text] of await declarationsOf(sources)) await write(`${TYPES}/${path}`, text)
  await write(`${TYPES}/css.d.ts`, '// A stylesheet is imported for its effect.\nexport {}\n')

  await write('package.json', `${JSON.stringify(manifest(), null, 2)}\n`)
  for (const file of ['README.md', 'CHANGELOG.md', 'LICENSE']) await copyFile(under(file), join(packageDir, file))
  // Not the pictures of every state of the demo: they are for who looks at the repository.
  const filter = (path: string): boolean => path !== under('docs/screens')
  await cp(under('docs'), join(packageDir, 'docs'), { recursive: true, filter })
}

async function write(path: string, text: string): Promise<void> {
  const file = join(packageDir, path)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
}
