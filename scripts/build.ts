import { mkdir, rm, writeFile } from 'node:fs/promises'
import { build } from 'vite'
import { bundleForPages, PAGE_ENTRIES, STYLES } from './bundle-pages.ts'
import { bundleWorker, WORKER_FILE } from './bundle-worker.ts'
import { fingerprint, noteBuilt } from './fingerprint.mjs'
import { under } from './places.ts'

const made = fingerprint()
await rm(under('dist'), { recursive: true, force: true })
await mkdir(under('dist'))

const { code, map = '' } = await bundleWorker({ dev: false })
await writeFile(under(`dist/${WORKER_FILE}`), code)
await writeFile(under(`dist/${WORKER_FILE}.map`), map)

for (const entries of [PAGE_ENTRIES, { react: STYLES }]) {
  for (const [file, text] of await bundleForPages(entries)) await writeFile(under(`dist/${file}`), text)
}

await build({ configFile: under('vite.config.ts') })
noteBuilt(made)
