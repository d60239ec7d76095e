import { existsSync } from 'node:fs'
import { relative } from 'node:path'
import type { Plugin } from 'vite'
import { bundleScript } from '../app/vite/bundle-script.ts'
import { dropUnusedMethods } from './drop-unused-methods.ts'
import { minifyAgain } from './minify-again.ts'
import { root, under } from './places.ts'
import { trimWorkbox } from './trim-workbox.ts'

/** Where the prebuilt worker is served, and its file in `dist/`. */
export const WORKER_FILE = 'payment-sync-sw.js'

/** The source of the prebuilt worker. */
export const WORKER_ENTRY: string = under('sw/payment-sync-sw.ts')

/** Where an app without a build step says what differs from the default policy, unless it has said so before. */
const POLICY_LINE = 'self.PAYMENT_SYNC_POLICY ??= {}'

export interface WorkerBundle {
  readonly code: string
  /** For who has to read a stack trace. */
  readonly map: string
}

export interface WorkerOptions {
  /** @default the prebuilt worker's */
  readonly entry?: string
  readonly fileName?: string
  readonly firstLine?: string
  /** What else is done to it, first of all. */
  readonly plugins?: readonly Plugin[]
}

/** The prebuilt worker, as one classic script: a page can register it without a build step of its own. */
export async function bundleWorker({
  entry = WORKER_ENTRY,
  fileName = WORKER_FILE,
  firstLine,
  plugins = [],
}: WorkerOptions = {}): Promise<WorkerBundle> {
  if (!existsSync(entry)) throw new Error(`The worker's entry is missing: ${relative(root, entry)}`)
  const { chunk } = await bundleScript({
    root,
    entry,
    fileName,
    dev: false,
    format: 'iife',
    plugins: [...plugins, ...makeLean(firstLine)],
  })
  return { code: chunk.code, map: JSON.stringify(chunk.map) }
}

/** What takes out of the built worker that which nobody uses; in development it stays as it is written. */
export const makeLean = (firstLine: string = POLICY_LINE): Plugin[] =>
  [trimWorkbox(), dropUnusedMethods(), minifyAgain(firstLine)].map((plugin) => ({
    ...plugin,
    apply: (_config, { mode }) => mode === 'production',
  }))
