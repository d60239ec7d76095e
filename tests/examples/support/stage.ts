import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { under } from '../../../scripts/places.ts'

const execute = promisify(execFile)

/**
 * With `EXAMPLES=fresh`, everything that an example needs comes from the registry, into a folder outside of the repository,
 * as a stranger would have it. Without, only the package is installed, and the rest is what the repository has.
 */
const isFresh = process.env['EXAMPLES'] === 'fresh'

/**
 * A copy of an example with the packed package in it.
 *
 * @param name its folder in `examples/`
 * @returns the folder of the copy
 */
export async function stage(name: string): Promise<string> {
  const { version } = JSON.parse(await readFile(under('package.json'), 'utf8')) as { version: string }
  const tarball = under(`dist/payment-sync-${version}.tgz`)
  if (!existsSync(tarball)) throw new Error(`${tarball} is missing: run npm run package.`)
  const folder = isFresh
    ? join(await mkdtemp(join(tmpdir(), 'payment-sync-')), name)
    : under(`.cache/examples/${process.env['TEST_PARALLEL_INDEX'] ?? 0}/${name}`)
  await rm(folder, { recursive: true, force: true })
  await cp(under(`examples/${name}`), folder, { recursive: true })
  await (isFresh ? install(folder, tarball) : unpack(folder, tarball))
  return folder
}

async function install(folder: string, tarball: string): Promise<void> {
  const file = join(folder, 'package.json')
  const manifest = JSON.parse(await readFile(file, 'utf8')) as { dependencies: Record<string, string> }
  const dependencies = { ...manifest.dependencies, 'payment-sync': `file:${tarball}` }
  await writeFile(file, JSON.stringify({ ...manifest, dependencies }))
  await execute('npm', ['install', '--no-audit', '--no-fund'], { cwd: folder })
}

/** As npm would: it has no dependencies. */
async function unpack(folder: string, tarball: string): Promise<void> {
  const place = join(folder, 'node_modules/payment-sync')
  await mkdir(place, { recursive: true })
  await execute('tar', ['-xzf', tarball, '-C', place, '--strip-components=1'])
}

/** One of the example's own scripts. */
export async function runScript(folder: string, script: string): Promise<void> {
  await execute('npm', ['run', script], { cwd: folder })
}
