import type { Fault } from '../simulation/faults/fault.ts'
import { faults as simulated } from '../simulation/faults.ts'

/** Beside those that the simulation's stories catch, what any of them would: here it has to fail by itself. */
const own: readonly Omit<Fault, 'caughtBy'>[] = [
  {
    name: 'no validity check',
    file: 'sw/store/look-up.ts',
    find: 'valid: unchanged && current && (byRun || plan.route.class.outlivesRun),',
    replace: 'valid: entry !== undefined,',
  },
]

export const faults: readonly Omit<Fault, 'caughtBy'>[] = [...own, ...simulated]
