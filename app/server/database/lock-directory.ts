import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { firstLine, StartError } from '../start-error.ts'

const lockSchema = v.object({ pid: v.number(), started: v.string(), nonce: v.string() })
type Lock = v.InferOutput<typeof lockSchema>

/** Held by this very process. */
const held = new Set<string>()

/**
 * One data directory, one process: two would write over each other. The lock names its process, and when that began, so
 * that a lock left by a crash is recognised even if another process has got the number since.
 *
 * @returns the off switch
 * @throws StartError when a living process has it
 */
export function lockDirectory(directory: string): () => void {
  const file = join(directory, 'lock')
  const mine: Lock = { pid: process.pid, started: startOf(process.pid), nonce: randomUUID() }
  try {
    mkdirSync(directory, { recursive: true })
  } catch (error) {
    throw new StartError(`DATA_DIR "${directory}" can't be made: ${firstLine(error)}. Name another directory.`)
  }
  for (;;) {
    try {
      writeFileSync(file, JSON.stringify(mine), { flag: 'wx', mode: 0o600 })
      held.add(mine.nonce)
      return () => {
        held.delete(mine.nonce)
        if (read(file)?.nonce === mine.nonce) rmSync(file, { force: true })
      }
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
        throw new StartError(`DATA_DIR "${directory}" can't be written to: ${firstLine(error)}.`)
      }
    }
    const other = read(file)
    if (other && isAlive(other)) {
      throw new StartError(
        `DATA_DIR "${directory}" is in use by process ${other.pid}. Stop that one, or set DATA_DIR to another directory.`,
      )
    }
    takeAway(file, other)
  }
}

/** Moves a dead lock out of the way; puts it back if it was a fresh one after all. */
function takeAway(file: string, dead: Lock | undefined): void {
  const aside = `${file}.${randomUUID()}`
  try {
    renameSync(file, aside)
  } catch {
    return // Somebody else was faster.
  }
  const moved = read(aside)
  if (moved && moved.nonce !== dead?.nonce) renameSync(aside, file)
  else rmSync(aside, { force: true })
}

/** Undefined for a lock that isn't one: written half, before a crash. */
function read(file: string): Lock | undefined {
  try {
    return v.parse(lockSchema, JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined
  }
}

function isAlive({ pid, started, nonce }: Lock): boolean {
  if (pid === process.pid && started === startOf(pid)) return held.has(nonce)
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  const now = startOf(pid)
  return started === '' || now === '' || now === started
}

/** When a process began, in ticks since the machine did; empty where the system doesn't tell. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    // The command's name stands in brackets and may hold anything: count from behind it.
    return `${boot} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''}`
  } catch {
    return ''
  }
}
