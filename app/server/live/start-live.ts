import { atMost } from '../at-most.ts'
import { livingSessions } from '../auth/session.ts'
import { firstLine } from '../start-error.ts'
import { LiveHub } from './live-hub.ts'
import type { Database } from '../database/database.ts'
import type { Log } from '../log.ts'
import type { ChangeTransport } from './change-transport.ts'

/** How often a session is looked up whose end nobody may have told, in ms. Covers those that expire. */
const sessionCheckMs = 5_000

/** The live channel at work. */
export interface Live {
  readonly hub: LiveHub
  /** Ends all streams. */
  stop(): Promise<void>
}

/** Connects what the transport brings with the streams of this instance, and ends streams with their sessions. */
export async function startLive(database: Database, transport: ChangeTransport, log: Log): Promise<Live> {
  const hub = new LiveHub(transport)
  await transport.start((batch) => hub.deliver(batch))
  const off = await database.listen('payment_sync_sessions', (session) => hub.endSession(session))
  const check = setInterval(() => {
    endDeadSessions(database, hub).catch((error: unknown) => {
      log('warn', 'live.sessions-unknown', { problem: firstLine(error) })
    })
  }, sessionCheckMs)
  return {
    hub,
    async stop() {
      clearInterval(check)
      hub.close()
      await atMost(1_000, off())
      await transport.stop()
    },
  }
}

async function endDeadSessions(database: Database, hub: LiveHub): Promise<void> {
  const sessions = hub.sessions()
  if (sessions.length === 0) return
  const living = new Set(await livingSessions(database, sessions))
  for (const session of sessions) if (!living.has(session)) hub.endSession(session)
}
