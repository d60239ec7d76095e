import type { CDPSession } from 'playwright'

interface Reply {
  readonly id: number
  readonly result?: { readonly usedSize?: number }
  readonly error?: { readonly message: string }
}

/** What the scripts of an origin's worker hold, in bytes, after a collection. `devtools` is the browser's. */
export async function workerHeap(devtools: CDPSession, origin: string): Promise<number> {
  const { targetInfos } = await devtools.send('Target.getTargets')
  const worker = targetInfos.find(({ type, url }) => type === 'service_worker' && url.startsWith(`${origin}/`))
  if (!worker) throw new Error(`No worker of ${origin} is running.`)
  const { sessionId } = await devtools.send('Target.attachToTarget', { targetId: worker.targetId, flatten: false })
  let last = 0

  function ask(method: string): Promise<Reply> {
    const id = (last += 1)
    return new Promise((resolve, reject) => {
      const onMessage = (event: { readonly sessionId: string; readonly message: string }): void => {
        const reply = JSON.parse(event.message) as Reply
        if (event.sessionId !== sessionId || reply.id !== id) return
        devtools.off('Target.receivedMessageFromTarget', onMessage)
        if (reply.error) reject(new Error(`${method}: ${reply.error.message}`))
        else resolve(reply)
      }
      devtools.on('Target.receivedMessageFromTarget', onMessage)
      devtools.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) }).catch(reject)
    })
  }

  try {
    await ask('HeapProfiler.collectGarbage')
    const { result } = await ask('Runtime.getHeapUsage')
    return result?.usedSize ?? Number.NaN
  } finally {
    await devtools.send('Target.detachFromTarget', { sessionId })
  }
}
