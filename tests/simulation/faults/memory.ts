import type { Fault } from './fault.ts'

/** What was seen in the store is remembered for too long. */
export const memory: readonly Fault[] = [
  {
    name: 'what was seen is remembered beyond a write',
    file: 'sw/store/store.ts',
    find: '    const { database, run } = open\n    this.memory.forget()\n',
    replace: '    const { database, run } = open\n',
    caughtBy: 'what is remembered is forgotten as a change is written',
  },
  {
    name: 'what was seen before a write is remembered after it',
    file: 'sw/store/memory.ts',
    find: 'if (moment !== this.moment) return',
    replace: '',
    caughtBy: 'a look that began before a change is not remembered after it',
  },
  {
    name: 'what an earlier run writes is no matter',
    file: 'sw/store/store.ts',
    find: 'return this.#options.ports.alone() && ',
    replace: 'return ',
    caughtBy: 'nothing is remembered while an earlier run is alive, which may still write',
  },
  {
    name: 'what was seen is remembered beyond the database',
    file: 'sw/store/store.ts',
    find: '    this.memory.forget()\n    let database',
    replace: '    let database',
    caughtBy: 'what is remembered goes with the database that it was seen in',
  },
  {
    name: 'what is remembered keeps time from doing its work',
    file: 'sw/store/store.ts',
    find: 'this.#overdue === 0 && !this.#isDue',
    replace: 'this.#overdue === 0',
    caughtBy: 'what is remembered does not keep the end of an unknown outcome from being told',
  },
]
