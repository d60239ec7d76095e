import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Plugin } from 'vite'
import { bundleWorker } from '../../scripts/bundle-worker.ts'
import { under } from '../../scripts/places.ts'
import type { Fault } from '../simulation/faults/fault.ts'
import { buildPeer, type Peer } from '../peers/build-peer.ts'
import { policyOf } from './rules.ts'
import { table } from './ttls.ts'

/** A worker under test. */
export interface Subject {
  /** As pages know it. */
  readonly name: string
  /** Makes the worker's script, `worker.js`, and whatever it needs beside it. */
  readonly build: (directory: string) => Promise<void>
  /** What stands before it, in a round: workers that have a policy get one. */
  readonly preamble: (seed: number) => string
}

/** Our own; `fault` breaks it in one of the ways that the simulation's tests list, to see whether anybody notices. */
export const ours = (fault?: Omit<Fault, 'caughtBy'>): Subject => ({
  name: 'payment-sync',
  async build(directory) {
    const { code } = await bundleWorker({ plugins: fault ? [faulty(fault)] : [] })
    await writeFile(join(directory, 'worker.js'), code)
  },
  preamble: (seed) => {
    const policy = policyOf({ keys: seed % 2 === 1, batches: seed % 4 < 2 })
    return `self.PAYMENT_SYNC_POLICY = ${JSON.stringify(policy)}\n`
  },
})

const peer = (name: Peer): Subject => ({
  name,
  async build(directory) {
    for (const [file, text] of await buildPeer(name, table, '/chaos.html')) await writeFile(join(directory, file), text)
  },
  preamble: () => '',
})

export const peers: readonly Subject[] = [peer('workbox'), peer('serwist'), peer('ngsw')]

/** @throws Error where the code is no longer what the fault was made for */
function faulty({ name, file, find, replace }: Omit<Fault, 'caughtBy'>): Plugin {
  const path = under(file)
  if (readFileSync(path, 'utf8').split(find).length !== 2)
    throw new Error(`The fault "${name}" doesn't fit ${file} any more.`)
  return {
    name: 'fault',
    enforce: 'pre',
    transform: (code, id) => (id === path ? code.replace(find, () => replace) : undefined),
  }
}
