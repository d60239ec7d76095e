import { readFileSync } from 'node:fs'
import { buildPackage } from './package/build-package.ts'
import { checkPackage, pack } from './package/check-package.ts'
import { under } from './places.ts'
import { fail, runTool } from './steps.mjs'

/** Builds what is published in `dist/package`, packs it beside that, and checks that it can be used everywhere. */
async function main(): Promise<void> {
  await runTool(['tsc', '-b'], 'Package: its types come from npm run types, which fails; see above.')
  await buildPackage()
  const { version } = JSON.parse(readFileSync(under('package.json'), 'utf8')) as { version: string }
  await checkPackage(await pack(version))
}

await main().catch(fail)
