import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'
import { under } from '../../scripts/places.ts'
import type { Subject } from './subjects.ts'

/** What the server of a campaign serves: pages that do as they are told, and one worker. */
export interface Site {
  readonly directory: string
  /** The script of a round's worker; each time another version of it. */
  serveWorker(seed: number): Promise<void>
}

export async function buildSite(subject: Subject): Promise<Site> {
  const directory = under(`.cache/chaos-site/${subject.name}`)
  await rm(directory, { recursive: true, force: true })
  await mkdir(directory, { recursive: true })
  await build({
    configFile: false,
    root: under('.'),
    logLevel: 'warn',
    publicDir: false,
    build: {
      outDir: directory,
      emptyOutDir: false,
      lib: { entry: under('tests/chaos/page/chaos-page.ts'), formats: ['es'], fileName: () => 'chaos-page.js' },
    },
  })
  await subject.build(directory)
  // No script in the pages themselves: the site's CSP allows none.
  const page = '<!doctype html><title>chaos</title><script type="module" src="/chaos-page.js"></script>'
  await writeFile(join(directory, 'chaos.html'), page)
  await writeFile(join(directory, 'away.html'), '<!doctype html><title>away</title>')
  let version = 0
  return {
    directory,
    async serveWorker(seed) {
      version += 1
      const script = `${subject.preamble(seed)}importScripts('/worker.js')\n// ${version}\n`
      await writeFile(join(directory, 'chaos-sw.js'), script)
    },
  }
}
