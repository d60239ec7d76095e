import { PaymentSyncError } from '../../shared/error.ts'
import { seal, type Reply, type ToWorker } from '../../shared/protocol.ts'
import { readReply } from '../../shared/read-message.ts'

export type Latest = Extract<Reply, { type: 'latest' }>

/** Asks the worker that is there now, up to `tries` times where it doesn't answer. Undefined: there is none. */
export type Ask = (message: ToWorker, tries?: number) => Promise<Latest | undefined>

/**
 * One question, one answer, one deadline for each try: a worker that is stopped in the middle never replies. The worker
 * answers after its commit, so a question may be asked twice and must do no harm then.
 */
export function createAsk(worker: () => ServiceWorker | undefined, deadline = 3_000): Ask {
  return async (message, tries = 1) => {
    for (let left = tries; left > 0; left -= 1) {
      const asked = worker()
      if (!asked) return undefined
      const reply = await askOnce(asked, message, deadline)
      if (reply?.type === 'latest') return reply
      if (reply) throw new PaymentSyncError('REFUSED', reply.problem)
    }
    const why = `No answer to "${message.type}" in ${tries * deadline} ms: an older worker may be in control. Reload.`
    throw new PaymentSyncError('NO_REPLY', why)
  }
}

const askOnce = (worker: ServiceWorker, message: ToWorker, deadline: number): Promise<Reply | undefined> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    const end = (reply?: Reply): void => {
      clearTimeout(timer)
      port1.close()
      resolve(reply)
    }
    const timer = setTimeout(end, deadline)
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- this starts the port, too
    port1.onmessage = ({ data }) => {
      const reply = readReply(data)
      if (reply) end(reply)
    }
    worker.postMessage(seal(message), [port2])
  })
