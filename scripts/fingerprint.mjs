import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './steps.mjs'

/** Everything that the build is made from. */
const sources = [
  'app/client',
  'app/demo',
  'app/react',
  'app/vite',
  'shared',
  'sw',
  'scripts',
  'vite.config.ts',
  'package-lock.json',
]
const noted = join(root, 'dist/.fingerprint')

/** @param {string} path @returns {string[]} */
function filesUnder(path) {
  const absolute = join(root, path)
  if (!existsSync(absolute)) return []
  if (!statSync(absolute).isDirectory()) return [path]
  return readdirSync(absolute)
    .toSorted()
    .flatMap((name) => filesUnder(`${path}/${name}`))
}

/** One line that changes when any source does. Not by times: a clone or a checkout makes them say anything. */
export function fingerprint() {
  const hash = createHash('sha256')
  for (const file of sources.flatMap(filesUnder)) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0')
  }
  return hash.digest('hex')
}

/** Whether what is in `dist/` was built from the sources as they are now. */
export const isBuilt = () => existsSync(noted) && readFileSync(noted, 'utf8') === fingerprint()

/** @param {string} made the {@link fingerprint} from before the build began */
export const noteBuilt = (made) => writeFileSync(noted, made)
