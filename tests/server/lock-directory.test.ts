import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { lockDirectory } from '../../app/server/database/lock-directory.ts'

function emptyDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'payment-sync-lock-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

const lockOf = (directory: string) =>
  JSON.parse(readFileSync(join(directory, 'lock'), 'utf8')) as { pid: number; started: string; nonce: string }

test('lets one in at a time', () => {
  const directory = emptyDirectory()
  const unlock = lockDirectory(directory)
  expect(() => lockDirectory(directory)).toThrow(`is in use by process ${process.pid}`)
  unlock()
  expect(readdirSync(directory)).toEqual([])
  lockDirectory(directory)()
})

test('respects a living process, and what that one says', () => {
  const directory = emptyDirectory()
  // The parent is alive, and a lock without a time to compare is believed.
  const theirs = JSON.stringify({ pid: process.ppid, started: '', nonce: 'theirs' })
  writeFileSync(join(directory, 'lock'), theirs)
  expect(() => lockDirectory(directory)).toThrow(`in use by process ${process.ppid}`)
  expect(readFileSync(join(directory, 'lock'), 'utf8')).toBe(theirs)
})

test.each([
  ['of a process that is gone', JSON.stringify({ pid: 2 ** 22 + 1, started: '', nonce: 'gone' })],
  ['whose number another process has now', JSON.stringify({ pid: process.ppid, started: 'a boot 7', nonce: 'reused' })],
  ['of our own number in an earlier life', JSON.stringify({ pid: process.pid, started: 'a boot 7', nonce: 'before' })],
  ['that was written half', '{"pid":'],
  ['that is empty', ''],
])('takes over a lock %s', (_, content) => {
  const directory = emptyDirectory()
  writeFileSync(join(directory, 'lock'), content)
  const unlock = lockDirectory(directory)
  expect(lockOf(directory).pid).toBe(process.pid)
  expect(readdirSync(directory)).toEqual(['lock'])
  unlock()
})

test('does not remove a lock that has become another’s', () => {
  const directory = emptyDirectory()
  const unlock = lockDirectory(directory)
  writeFileSync(join(directory, 'lock'), JSON.stringify({ pid: process.ppid, started: '', nonce: 'theirs' }))
  unlock()
  expect(existsSync(join(directory, 'lock'))).toBe(true)
})
