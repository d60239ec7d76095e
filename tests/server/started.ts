import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

const main = ['--import', 'tsx', join(import.meta.dirname, '../../app/server/main.ts')]

export interface Started {
  readonly child: ChildProcess
  /** Where it is, once it says so. */
  readonly url: Promise<string>
  /** What it said in the end. */
  readonly end: Promise<{ code: number | null; stderr: string }>
}

/** The server as `npm start` runs it. */
export function start(variables: Record<string, string>, ...parameters: string[]): Started {
  const { PATH = '' } = process.env
  const child = spawn(process.execPath, [...main, ...parameters], { env: { PATH, PORT: '0', ...variables } })
  onTestFinished(() => void child.kill('SIGKILL'))
  let stderr = ''
  child.stderr.on('data', (text: Buffer) => {
    stderr += text.toString()
  })
  const end = new Promise<{ code: number | null; stderr: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, stderr }))
  })
  const url = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (text: Buffer) => {
      const found = /payment-sync is at (\S+)/.exec(text.toString())?.[1]
      if (found !== undefined) resolve(found)
    })
    void end.then(() => reject(new Error(`ended: ${stderr}`)))
  })
  url.catch(() => undefined)
  return { child, url, end }
}
