import type { World } from '../world.ts'
import type { Recording } from './recording.ts'
import type { Operation } from './scenario.ts'

interface Where {
  readonly world: World
  readonly recording: Recording
  readonly note: (text: () => string) => void
}

/** The worker is stopped so many calls of ports from now. */
export function killLater({ world, recording, note }: Where, { steps, repeats }: Operation & { do: 'kill' }): void {
  let left = steps
  world.onStep = (what) => {
    if (left-- > 0) return
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
