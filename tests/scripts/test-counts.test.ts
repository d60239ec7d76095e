import { expect, test } from 'vitest'
import { counted } from '../../scripts/test-counts.mjs'

const nothing = { passed: 0, failed: 0, skipped: 0 }
const done = async (): Promise<void> => {}
const broken = async (): Promise<void> => {
  throw new Error('It broke.')
}

test('adds what a step counted to the total', async () => {
  const total = { passed: 1, failed: 0, skipped: 0 }
  await counted(done, () => ({ passed: 2, failed: 0, skipped: 3 }), total)
  await counted(done, undefined, total)

  expect(total).toEqual({ passed: 3, failed: 0, skipped: 3 })
})

test('a step that should count tests and has none has failed', async () => {
  await expect(counted(done, () => nothing, { ...nothing })).rejects.toThrow('No test ran')
})

test('a step that fails is counted before it ends the run', async () => {
  const total = { ...nothing }

  await expect(counted(broken, () => ({ passed: 2, failed: 1, skipped: 0 }), total)).rejects.toThrow('It broke.')
  expect(total).toEqual({ passed: 2, failed: 1, skipped: 0 })
})

test('a failed test fails the step, also where its runner ends well', async () => {
  await expect(counted(done, () => ({ passed: 2, failed: 1, skipped: 0 }), { ...nothing })).rejects.toThrow('1 failed')
})
