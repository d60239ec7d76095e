import type { Fault } from './fault.ts'

const REFRESH = 'sw/strategy/refresh.ts'

/** A payment is handed over before it is committed, and something older follows. */
export const handedOver: readonly Fault[] = [
  {
    name: 'what outlives the run is handed over before it is committed',
    file: REFRESH,
    find: 'plan.route.class.outlivesRun ? undefined : await foresee(store, ports.now(), keeping(candidate))',
    replace: 'await foresee(store, ports.now(), keeping(candidate))',
    caughtBy: 'what outlives the run is committed before it is handed over, however much is known',
  },
  {
    name: 'a payment waits for its commit',
    file: REFRESH,
    find: 'if (!isIts) return',
    replace: 'if (!isIts || isIts) return',
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
    name: 'what is foreseen doesn’t know what was handed over',
    file: 'sw/store/foresee.ts',
    find: "  for (const [key, entry] of ahead) recorded.seen.learn('entries', key, entry)\n",
    replace: '  void ahead\n',
    caughtBy: 'what was asked before what is handed over doesn’t take its place',
  },
  {
    name: 'what turns out to be overtaken after it was handed over leaves what is held',
    file: REFRESH,
    find: 'isOut: true',
    replace: 'isOut: false',
    caughtBy:
      'what turns out to be overtaken after it was handed over isn’t asked for again, and nothing older follows',
  },
  {
    name: 'a change is known to who asked before it is on record for all others',
    file: 'sw/store/foresee.ts',
    find: 'return draft.state.noticed === state.noticed ? result : undefined',
    replace: 'return result',
    caughtBy: '14: a change that is discovered invalidates once, and comes to rest',
  },
]
