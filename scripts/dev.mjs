import './check-node.mjs'
import { ensureInstalled } from './install.mjs'
import { fail, root } from './steps.mjs'

try {
  await ensureInstalled()
  process.chdir(root)
  const { register } = await import('tsx/esm/api')
  register()
  await import('./dev-server.ts')
} catch (error) {
  fail(error)
}
