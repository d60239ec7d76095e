import { cp, mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { run, runTool, StepFailed } from '../steps.mjs'
import { under } from '../places.ts'
import { packageDir } from './build-package.ts'

/** Files that are served, not imported. */
const served = ['./payment-sync-sw.js', './payment-sync-remove-sw.js', './react.css', './inspector.css']

/**
 * Whether it is a package that every bundler, and TypeScript in each way of resolving, understands as it is meant.
 *
 * @param tarball what `npm pack` made of it
 * @throws StepFailed in one line; what is wrong stands before it
 */
export async function checkPackage(tarball: string): Promise<void> {
  await lint()
  await runTool(
    ['attw', tarball, '--profile', 'esm-only', '--format', 'table-flipped', '--exclude-entrypoints', ...served],
    'Package: its types do not fit its modules; see above.',
  )
  await compileConsumer()
}

async function lint(): Promise<void> {
  const { messages, pkg } = await publint({ pkgDir: packageDir, strict: true })
  for (const message of messages) console.error(formatMessage(message, pkg as Record<string, unknown>))
  if (messages.length > 0) throw new StepFailed('Package: publint complains; see above.')
}

/** Types that are right for one way of resolving may be missing in another. */
const resolutions = {
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
  node16: { module: 'node16', moduleResolution: 'node16' },
}

/** Outside the package's own tree, with the package as npm would install it; what it is used with is the repository's. */
async function compileConsumer(): Promise<void> {
  const place = under('.cache/package-consumer')
  await rm(place, { recursive: true, force: true })
  await mkdir(join(place, 'node_modules'), { recursive: true })
  await symlinkPackage(place)
  await cp(under('tests/package/consumer'), place, { recursive: true })
  await writeFile(join(place, 'package.json'), JSON.stringify({ type: 'module', private: true }))
  for (const [name, how] of Object.entries(resolutions)) {
    const config = join(place, `tsconfig.${name}.json`)
    const options = {
      ...how,
      target: 'es2022',
      lib: ['es2023', 'dom', 'dom.iterable'],
      jsx: 'react-jsx',
      types: ['node'],
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      noEmit: true,
    }
    await writeFile(config, JSON.stringify({ compilerOptions: options, include: ['*.ts', '*.tsx'] }))
    await runTool(['tsc', '-p', config], `Package: ${basename(config)} does not compile against its types.`)
  }
}

const symlinkPackage = (place: string): Promise<void> =>
  symlink(packageDir, join(place, 'node_modules/payment-sync'), 'junction')

/**
 * Packs it, as it would be published.
 *
 * @returns the tarball
 */
export async function pack(version: string): Promise<string> {
  const destination = under('dist')
  await run(
    ['npm', 'pack', packageDir, '--pack-destination', destination, '--loglevel', 'error'],
    'Package: npm pack failed.',
  )
  return join(destination, `payment-sync-${version}.tgz`)
}
