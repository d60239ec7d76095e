import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'
import { under } from '../../../scripts/places.ts'
import { recorderScript } from '../../history/recorder.ts'
import { policies } from './policies.ts'

/** What the tests' server serves: the built demo, and pages that do nothing by themselves. */
export const siteDir = under('.cache/e2e-site')

/** Pages with a script of their own. */
const pages = { kit: 'kit-page.tsx', clients: 'clients-page.ts' }

/** Before all tests. The demo and the worker were built by then. */
export default async function buildSite(): Promise<void> {
  await rm(siteDir, { recursive: true, force: true })
  await mkdir(siteDir, { recursive: true })
  await cp(under('dist/demo'), siteDir, { recursive: true })
  await build({
    configFile: false,
    root: under('.'),
    logLevel: 'warn',
    publicDir: false,
    build: {
      outDir: siteDir,
      emptyOutDir: false,
      lib: { entry: under('app/client/public.ts'), formats: ['es'], fileName: () => 'client.js' },
    },
  })
  for (const [name, entry] of Object.entries(pages)) {
    await build({
      configFile: false,
      root: under('.'),
      // Libraries for React say `use client`, which means nothing here.
      logLevel: 'error',
      publicDir: false,
      define: { 'process.env.NODE_ENV': '"production"' },
      build: {
        outDir: siteDir,
        emptyOutDir: false,
        lib: { entry: under(`tests/e2e/support/${entry}`), formats: ['es'], fileName: () => `${name}.js` },
      },
    })
    await writeFile(
      join(siteDir, `${name}.html`),
      `<!doctype html><title>${name}</title><script type="module" src="/${name}.js"></script>`,
    )
  }
  for (const [name, policy] of Object.entries(policies)) {
    const script = `self.PAYMENT_SYNC_POLICY = ${JSON.stringify(policy)}\nimportScripts('/payment-sync-sw.js')\n`
    await writeFile(join(siteDir, `sw-${name}.js`), script)
  }
  await writeFile(
    join(siteDir, 'sw-routed.js'),
    `self.PAYMENT_SYNC_STATIC_ROUTING = true\nimportScripts('/payment-sync-sw.js')\n`,
  )
  await writeFile(join(siteDir, 'sw-without-indexeddb.js'), switchedOff)
  // No script in the pages themselves: the site's CSP allows none.
  await writeFile(join(siteDir, 'plain.html'), '<!doctype html><title>plain</title><h1>plain</h1>')
  await writeFile(
    join(siteDir, 'client.html'),
    '<!doctype html><title>client</title><script type="module" src="/start.js"></script>',
  )
  await writeFile(join(siteDir, 'recorder.js'), recorderScript())
  await writeFile(
    join(siteDir, 'recorded.html'),
    '<!doctype html><title>recorded</title><script src="/recorder.js"></script><script type="module" src="/start.js"></script>',
  )
  await writeFile(join(siteDir, 'start.js'), startScript)
}

/** As some private modes and settings have it. */
const switchedOff = `
IDBFactory.prototype.open = () => { throw new DOMException('It is switched off', 'SecurityError') }
importScripts('/payment-sync-sw.js')
`

const startScript = `
import { registerPaymentSync } from '/client.js'
const query = new URLSearchParams(location.search)
const live = query.get('live') ?? undefined
const enabled = query.get('enabled') !== 'no'
window.sync = registerPaymentSync({ url: '/sw-' + query.get('policy') + '.js', live, enabled })
window.told = []
window.sync.subscribe({ groups: ['*'] }, (change) => window.told.push(change))
`
