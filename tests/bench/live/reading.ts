import { Agent, request } from 'node:http'
import { nowMs, quantile } from './clock.ts'
import type { Member } from './crowd.ts'
import type { Instance } from './processes.ts'

const seconds = 5

/** Reads of a dashboard by many people at once from one instance: how many in a second, and how long each takes. */
export async function measureReads({ port, processor }: Instance, members: readonly Member[]): Promise<string> {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 })
  const until = nowMs() + seconds * 1_000
  const took: number[] = []
  const used = processor()
  await Promise.all(
    Array.from({ length: 32 }, async (_, reader) => {
      for (let at = reader; nowMs() < until; at += 32) {
        const began = nowMs()
        await get(agent, port, members[at % members.length]?.cookie ?? '')
        took.push(nowMs() - began)
      }
    }),
  )
  agent.destroy()
  const busy = ((processor() - used) / seconds) * 100
  return (
    `GET /api/bookings/my-bookings: ${(took.length / seconds).toFixed(0)} a second from one instance with ${members.length} ` +
    `streams, p50 ${quantile(took, 0.5).toFixed(1)} ms, p99 ${quantile(took, 0.99).toFixed(1)} ms, ${busy.toFixed(0)} % of a core`
  )
}

function get(agent: Agent, port: number, cookie: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { agent, port, host: '127.0.0.1', path: '/api/bookings/my-bookings', headers: { cookie } },
      (response) => {
        response.resume()
        response.once('end', () =>
          response.statusCode === 200 ? resolve() : reject(new Error(`${response.statusCode}`)),
        )
      },
    )
    sent.once('error', reject)
    sent.end()
  })
}
