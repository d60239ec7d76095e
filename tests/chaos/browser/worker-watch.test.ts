import { expect, test } from 'vitest'
import type { DevTools } from './devtools.ts'
import { WorkerWatch } from './worker-watch.ts'

type Status = readonly [id: string, running: string, status?: string]

/** A browser that says what it is told to say. */
async function given(...first: readonly Status[]) {
  const listeners = new Map<string, (parameters: never) => void>()
  const sent: string[] = []
  const devtools: DevTools = {
    send<Result>(method: string, parameters: Readonly<Record<string, unknown>> = {}) {
      sent.push([method, ...Object.values(parameters).map(String)].join(' '))
      return Promise.resolve({} as Result)
    },
    on: (event, listener) => void listeners.set(event, listener),
  }
  const watch = await WorkerWatch.of(devtools)
  const says = (...versions: readonly Status[]): void => {
    const told = versions.map(([versionId, runningStatus, status = 'activated']) => ({
      versionId,
      runningStatus,
      status,
    }))
    listeners.get('ServiceWorker.workerVersionUpdated')?.({ versions: told } as never)
  }
  says(...first)
  const deletes = (): void =>
    listeners.get('ServiceWorker.workerRegistrationUpdated')?.({ registrations: [{ isDeleted: true }] } as never)
  return { watch, says, sent, deletes }
}

test('what runs is stopped, and what only starts is left alone', async () => {
  const { watch, says, sent } = await given(['1', 'running'], ['2', 'starting'], ['3', 'stopped'])
  const stopping = watch.stop()
  // It may run again before anybody looks.
  says(['1', 'stopped'], ['1', 'starting'])
  const { from, until } = (await stopping) ?? { from: 1, until: 0 }

  expect(sent).toEqual(['ServiceWorker.enable', 'ServiceWorker.stopWorker 1'])
  expect(from).toBeLessThanOrEqual(until)
})

test('where nothing runs there is nothing to stop', async () => {
  const { watch, sent } = await given(['1', 'stopped'])

  expect(await watch.stop()).toBe(undefined)
  expect(sent).toEqual(['ServiceWorker.enable'])
})

test('a new version takes over, also one that waits', async () => {
  const { watch, says, sent } = await given(['1', 'running'])
  const replacing = watch.replace('http://localhost/', () => Promise.resolve(says(['2', 'running', 'installed'])))
  await Promise.resolve()
  await Promise.resolve()
  says(['1', 'running', 'redundant'], ['2', 'running', 'activated'])
  await replacing

  expect(sent).toContain('ServiceWorker.skipWaiting http://localhost/')
})

test('a worker that unregisters itself is noticed', async () => {
  const { watch, deletes } = await given(['1', 'running'])
  let gone = 0
  watch.onGone = () => (gone += 1)
  deletes()

  expect(gone).toBe(1)
})
