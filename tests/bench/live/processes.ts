import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FromBrowsers, ToBrowsers } from './browsers.ts'

const root = join(import.meta.dirname, '../../..')

/** Runs a file of ours with as many open files as the system allows: each connection is one. */
function launch(file: string, env: Record<string, string>): ChildProcess {
  const command = 'ulimit -n "$(ulimit -Hn)"; exec "$0" --import tsx "$1"'
  return spawn('sh', ['-c', command, process.execPath, join(root, file)], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
}

export interface Instance {
  readonly port: number
  /** Resident memory, in bytes. */
  readonly memory: () => number
  /** Processor time used so far, in seconds. */
  readonly processor: () => number
  readonly kill: () => void
}

/** The API as it is run, on a port of its own. */
export async function startInstance(databaseUrl: string): Promise<Instance> {
  const limits = { RATE_LIMIT: '999999999', HOST: '127.0.0.1' }
  const child = launch('app/server/main.ts', {
    DATABASE_URL: databaseUrl,
    PORT: '0',
    NODE_ENV: 'production',
    ...limits,
  })
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout?.on('data', (text: Buffer) => {
      const found = /payment-sync is at \S+:(\d+)/.exec(text.toString())?.[1]
      if (found !== undefined) resolve(Number(found))
    })
    child.once('exit', (code) => reject(new Error(`an instance ended with ${code}`)))
  })
  const stat = (): string[] => readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return {
    port,
    memory: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) * 1024,
    // Fields 14 and 15 of proc(5), in ticks of 10 ms.
    processor: () => (Number(stat()[11]) + Number(stat()[12])) / 100,
    kill: () => void child.kill('SIGKILL'),
  }
}

export interface Browsers {
  /** @returns how many streams are open in all */
  open(port: number, cookies: readonly string[]): Promise<number>
  /** What was heard since the last report. */
  report(): Promise<Extract<FromBrowsers, { type: 'heard' }>>
  readonly kill: () => void
}

export function startBrowsers(): Browsers {
  const child = launch('tests/bench/live/browsers.ts', {})
  const ask = <Type extends FromBrowsers['type']>(message: ToBrowsers, type: Type) =>
    new Promise<Extract<FromBrowsers, { type: Type }>>((resolve, reject) => {
      const onMessage = (answer: FromBrowsers): void => {
        if (answer.type !== type) return
        child.off('message', onMessage)
        resolve(answer as Extract<FromBrowsers, { type: Type }>)
      }
      child.on('message', onMessage)
      child.once('exit', (code) => reject(new Error(`the browsers ended with ${code}`)))
      child.send(message)
    })
  return {
    open: async (port, cookies) => (await ask({ type: 'open', port, cookies }, 'opened')).open,
    report: () => ask({ type: 'report' }, 'heard'),
    kill: () => void child.kill('SIGKILL'),
  }
}
