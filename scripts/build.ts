import { mkdir, rm, writeFile } from 'node:fs/promises'
import { build } from 'vite'
import { bundleForPages, bundleStyles, PAGE_ENTRIES, STYLE_ENTRIES } from './bundle-pages.ts'
import { bundleWorker, WORKER_FILE } from './bundle-worker.ts'
import { fingerprint, noteBuilt } from './fingerprint.mjs'
import { under } from './places.ts'

const made = fingerprint()
await rm(under('dist'), { recursive: true, force: true })
await mkdir(under('dist'))

const { code, map } = await bundleWorker()
await writeFile(under(`dist/${WORKER_FILE}`), code)
await writeFile(under(`dist/${WORKER_FILE}.map`), map)

for (const chunk of await bundleForPages(PAGE_ENTRIES)) await writeFile(under(`dist/${chunk.fileName}`), chunk.code)
for (const [name, entry] of Object.entries(STYLE_ENTRIES))
  await writeFile(under(`dist/${name}.css`), await bundleStyles(entry))

await build({ configFile: under('vite.config.ts') })
noteBuilt(made)
