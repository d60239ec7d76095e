import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { root, under } from '../places.ts'
import { runTool, say } from '../steps.mjs'
import { buildPackage } from './build-package.ts'
import { checkPackage, pack } from './check-package.ts'

/**
 * Builds what is published in `dist/package`, packs it beside that, and checks that it can be used everywhere.
 *
 * @throws StepFailed in one line
 */
export async function makePackage(): Promise<void> {
  await runTool(['tsc', '-b'], 'Package: its types come from npm run types, which fails; see above.')
  await buildPackage()
  const { version } = JSON.parse(readFileSync(under('package.json'), 'utf8')) as { version: string }
  const tarball = await pack(version)
  await checkPackage(tarball)
  say(`Packed: ${relative(root, tarball)}`)
}
