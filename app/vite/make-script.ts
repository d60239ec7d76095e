import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { runnerImport, type Plugin } from 'vite'
import { defaultPolicy } from '../../shared/default-policy.ts'
import type { PolicyChanges } from '../../shared/policy.ts'
import { readPolicy } from '../../shared/read-policy.ts'
import { bundleScript } from './bundle-script.ts'

export interface Script {
  readonly code: string
  /** An edit of one of these makes another script. */
  readonly files: ReadonlySet<string>
}

export interface ScriptSources {
  readonly policy?: string | PolicyChanges
  readonly worker?: string
  readonly plugins?: readonly Plugin[]
}

export interface Making {
  /** The app's, for relative paths. */
  readonly root: string
  readonly fileName: string
  readonly dev: boolean
}

/** Beside this file in the package. */
const prebuilt = join(import.meta.dirname, 'payment-sync-sw.js')

/** A worker that waits for its last page to be closed is of no use to who edits it. */
const TAKE_OVER = `\nself.addEventListener('install', () => self.skipWaiting())\n`

/**
 * The worker's script: the app's own worker, bundled; else the prebuilt one, with the app's policy in front of it.
 *
 * @throws PaymentSyncError `BAD_POLICY`, so that a bad one fails the build instead of the visitors' worker
 */
export async function makeScript(sources: ScriptSources, { root, fileName, dev }: Making): Promise<Script> {
  const { worker, policy, plugins = [] } = sources
  const after = dev ? TAKE_OVER : ''
  if (worker !== undefined) {
    const entry = resolve(root, worker)
    const { chunk, files } = await bundleScript({ root, entry, fileName, dev, format: 'iife', plugins })
    return { code: chunk.code + after, files }
  }
  const { changes, files } = await readChanges(policy, root)
  readPolicy(changes, defaultPolicy)
  const before = `self.PAYMENT_SYNC_POLICY = ${JSON.stringify(changes, null, dev ? 2 : 0)}\n`
  return { code: before + (await readFile(prebuilt, 'utf8')) + after, files }
}

/** A policy is data: its file is run here, once, and only what it says goes into the worker. */
async function readChanges(
  policy: string | PolicyChanges = {},
  root: string,
): Promise<{ readonly changes: unknown; readonly files: ReadonlySet<string> }> {
  if (typeof policy !== 'string') return { changes: policy, files: new Set() }
  const file = resolve(root, policy)
  const { module, dependencies } = await runnerImport<{ readonly default?: unknown }>(file, { root })
  if (module.default === undefined)
    throw new Error(`${policy} has no default export: export default definePolicy({ … })`)
  return { changes: module.default, files: new Set([file, ...dependencies.map((path) => resolve(root, path))]) }
}
