import { isMute } from '../worker-run.ts'
import type { World } from '../world.ts'
import type { Recording } from './recording.ts'
import type { Operation } from './scenario.ts'
import type { RandomServer, Underway } from './server.ts'
import type { Waiting } from './waiting.ts'

interface Where {
  readonly world: World
  readonly recording: Recording
  readonly note: (text: () => string) => void
}

/**
 * The worker is stopped so many calls of ports from now. Not while a run is mute: it knows of something that the next one
 * must not serve, and could neither write that in the time that anybody waits for it nor delete the database. It will, if it
 * lives; else nobody can know.
 */
export function killLater({ world, recording, note }: Where, { steps, repeats }: Operation & { do: 'kill' }): void {
  let left = steps
  world.onStep = (what) => {
    if (left-- > 0 || isMute(world.run, world.mono)) return
    world.onStep = undefined
    note(() => `  the worker is stopped at "${what}"`)
    recording.trouble('worker')
    world.kill({ repeats })
  }
}

/** The next so many times the disk fails. */
export function breakDisk(
  { world, recording, note }: Where,
  { step, how, times }: Operation & { do: 'break disk' },
): void {
  let left = times
  world.disk.fault = (at) => {
    if (left === 0 || (step !== 'any' && step !== at)) return
    left -= 1
    recording.trouble('store')
    note(() => `  the disk is ${how} at "${at}"`)
    throw new DOMException(how, how === 'full' ? 'QuotaExceededError' : 'UnknownError')
  }
}

export const nameOf = ({ arrived, id }: Underway): string => `${id} ${arrived.method} ${arrived.path}`

interface Lossy extends Where {
  readonly server: RandomServer
  readonly waiting: Waiting
}

/** A request is lost on its way, or somebody else answers for the server: one that is under way, or else the next. */
export function loseRequest(where: Lossy, { which, of, how }: Operation & { do: 'lose' }): void {
  const isMeant = ({ arrived }: Underway): boolean => of === 'anything' || arrived.method !== 'GET'
  const underway = where.server.underway.filter(isMeant)
  const request = underway[which % Math.max(1, underway.length)]
  if (request) happen(where, request, how)
  else where.server.next = { isMeant, happen: (arrived) => happen(where, arrived, how) }
}

function happen({ server, waiting, recording, note }: Lossy, request: Underway, how: string): void {
  note(() => `  ${how}: ${nameOf(request)}`)
  if (/^\d+$/.test(how)) {
    // Who answers for the server may do so before or after it did something.
    if (how === '502' && !request.answer) server.reach(request)
    return server.refuse(request, Number(how))
  }
  recording.trouble('network')
  if (how === 'answer' && !request.answer) server.reach(request)
  server.lose(request)
  if (how === 'late request' && !request.answer)
    waiting.add({ what: `the server gets ${nameOf(request)} late`, goOn: () => server.reach(request) })
}
