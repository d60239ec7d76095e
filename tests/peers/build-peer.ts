import { readFile } from 'node:fs/promises'
import { Generator } from '@angular/service-worker/config'
import { build } from 'vite'
import { under } from '../../scripts/places.ts'
import { ngswConfig } from './ngsw-config.ts'
import type { TtlTable } from './ttl-table.ts'

/** Another worker for the same job, with what its documentation recommends: its files, by name. */
export type Peer = 'workbox' | 'serwist' | 'ngsw'

/** Where a peer's script is among its files. */
export const PEER_FILE = 'worker.js'

/** `index` is the address of a page that it serves nothing for; ngsw wants one. */
export async function buildPeer(peer: Peer, table: TtlTable, index: string): Promise<ReadonlyMap<string, string>> {
  return peer === 'ngsw' ? angular(table, index) : new Map([[PEER_FILE, await bundled(peer, table)]])
}

async function bundled(name: string, table: TtlTable): Promise<string> {
  const built = await build({
    configFile: false,
    root: under('.'),
    logLevel: 'warn',
    publicDir: false,
    define: { 'process.env.NODE_ENV': '"production"', TTL_TABLE: JSON.stringify(table) },
    build: {
      write: false,
      rolldownOptions: {
        input: under(`tests/peers/${name}-sw.ts`),
        output: { format: 'iife', entryFileNames: PEER_FILE },
      },
    },
  })
  const [chunk] = (Array.isArray(built) ? built : [built]).flatMap((result) =>
    'output' in result ? result.output : [],
  )
  if (chunk?.type !== 'chunk') throw new Error(`${name}: the bundle has no script.`)
  return chunk.code
}

async function angular(table: TtlTable, index: string): Promise<ReadonlyMap<string, string>> {
  const noFiles = {
    list: () => Promise.resolve([]),
    read: () => Promise.resolve(''),
    hash: () => Promise.resolve(''),
    write: () => Promise.resolve(),
  }
  const manifest = await new Generator(noFiles, '/').process(ngswConfig(table, index))
  return new Map([
    [PEER_FILE, await readFile(under('node_modules/@angular/service-worker/ngsw-worker.js'), 'utf8')],
    ['ngsw.json', JSON.stringify(manifest)],
  ])
}
