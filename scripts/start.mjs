import './check-node.mjs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isBuilt } from './fingerprint.mjs'
import { ensureInstalled } from './install.mjs'
import { fail, root, run, step } from './steps.mjs'

try {
  await ensureInstalled()
  if (!isBuilt()) {
    await step('Building the demo and the worker', () =>
      run(
        [process.execPath, '--import', 'tsx', 'scripts/build.ts'],
        'Building failed: see above; once it is mended, run npm start again.',
      ),
    )
  }
  // In this process, so that Ctrl-C reaches the server and nobody else.
  const server = join(root, 'app/server/main.ts')
  process.chdir(root)
  process.argv[1] = server
  const { register } = await import('tsx/esm/api')
  register()
  await import(pathToFileURL(server).href)
} catch (error) {
  fail(error)
}
