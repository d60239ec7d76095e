import { expect, test } from 'vitest'
import { createAsk } from '../../../app/client/ask-worker.ts'
import { standInWorker } from '../support/stand-in-worker.ts'

const deadline = 20

test('a question that is not answered is asked again', async () => {
  const worker = standInWorker()
  let tries = 0
  worker.answer = () => (++tries < 3 ? undefined : { type: 'latest', stamp: 1, born: 'b', groups: [] })

  const answer = await createAsk(() => worker.container.controller ?? undefined, deadline)({ type: 'hello' }, 3)

  expect(answer?.stamp).toBe(1)
  expect(worker.heard).toHaveLength(3)
})

test('when nobody answers, the error says so and what to do', async () => {
  const worker = standInWorker()
  worker.answer = () => undefined

  const answer = createAsk(() => worker.container.controller ?? undefined, deadline)({ type: 'end-session' }, 2)

  await expect(answer).rejects.toMatchObject({ code: 'NO_REPLY', message: expect.stringContaining('Reload') })
  expect(worker.heard).toHaveLength(2)
})

test('an answer in another form counts as none', async () => {
  const worker = standInWorker()
  worker.answer = () => ({ type: 'constructor' }) as never

  await expect(
    createAsk(() => worker.container.controller ?? undefined, deadline)({ type: 'hello' }),
  ).rejects.toMatchObject({ code: 'NO_REPLY' })
})

test('a refusal is not asked again, and says why', async () => {
  const worker = standInWorker()
  worker.answer = () => ({ type: 'refused', problem: 'the store is full' })

  const answer = createAsk(() => worker.container.controller ?? undefined, deadline)({ type: 'end-session' }, 3)

  await expect(answer).rejects.toMatchObject({ code: 'REFUSED', message: expect.stringContaining('the store is full') })
  expect(worker.heard).toHaveLength(1)
})
