import type { Fault } from './fault.ts'

const REFRESH = 'sw/strategy/refresh.ts'

/** A payment is handed over before it is committed, and something older follows. */
export const handedOver: readonly Fault[] = [
  {
    name: 'what outlives the run is handed over before it is committed',
    file: REFRESH,
    find: '!route.class.outlivesRun && ',
    replace: '',
    caughtBy: 'what outlives the run is committed before it is handed over',
  },
  {
    name: 'a payment waits for its commit',
    file: REFRESH,
    find: 'if (mayPrecede(',
    replace: 'if (draft.run < 0 && mayPrecede(',
    caughtBy: 'a payment is handed over before it is committed, and is stored',
  },
  {
    name: 'what was handed over is unknown until it is committed',
    file: 'sw/store/look-up.ts',
    find: 'const row = newest(stored, ahead)',
    replace: 'const row = stored ?? ahead',
    caughtBy: 'who asks while a payment is written is given what was handed over, not what is stored',
  },
  {
    name: 'what was handed over may be overtaken when its commit is tried once more',
    file: REFRESH,
    find: 'ahead ? { ...candidate, entry: ahead, confirms: undefined, repeated: true } : candidate',
    replace: 'candidate',
    caughtBy: 'what was handed over and can only be written later is followed by nothing that was asked before',
  },
  {
    name: 'a change is known to who asked before it is on record for all others',
    file: REFRESH,
    find: ' && draft.state.noticed === noticed',
    replace: ' && noticed > 0',
    caughtBy: 'a change that others must hear of is on record before anybody knows it',
  },
]
