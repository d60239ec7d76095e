import './check-node.mjs'
import { ensureInstalled } from './install.mjs'
import { fail } from './steps.mjs'

try {
  await ensureInstalled()
  const { register } = await import('tsx/esm/api')
  register()
  const { makePackage } = await import('./package/make-package.ts')
  await makePackage()
} catch (error) {
  fail(error)
}
