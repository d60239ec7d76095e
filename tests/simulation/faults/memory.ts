import type { Fault } from './fault.ts'

/** What was seen in the store is remembered for too long. */
export const memory: readonly Fault[] = [
  {
    name: 'what is remembered is not told of a write',
    file: 'sw/store/transact.ts',
    find: '  known?.keep(state, seen)\n  return result\n}',
    replace: '  return result\n}',
    caughtBy: 'what is remembered follows what is written',
  },
  {
    name: 'what was seen before a write that nobody heard of is remembered after the next one',
    file: 'sw/store/memory.ts',
    find: '    if (!this.isOf(state)) this.forget()\n',
    replace: '',
    caughtBy: 'what lies between two writes is not remembered as it was before them',
  },
  {
    name: 'a write goes by what is remembered from before the write before it',
    file: 'sw/store/memory.ts',
    find: "return run === this.#run?.number && writes === this.picture.get('meta', 'state')?.writes",
    replace: 'return run === this.#run?.number',
    caughtBy: 'a write that comes before the last one is remembered asks the store',
  },
  {
    name: 'what is remembered is served while a change is written that nobody waits for',
    file: 'sw/store/store.ts',
    find: '!this.#bad && this.#changing === 0 && ',
    replace: '!this.#bad && ',
    caughtBy: '7: what is read while a form logs somebody else in is stored for nobody',
  },
  {
    name: 'what an earlier run writes is no matter',
    file: 'sw/store/store.ts',
    find: 'return this.#options.ports.alone() ? this.#memory : undefined',
    replace: 'return this.#memory',
    caughtBy: 'nothing is remembered while an earlier run is alive, which may still write',
  },
  {
    name: 'what was seen is remembered beyond the database',
    file: 'sw/store/memory.ts',
    find: '    this.#run = run\n    this.forget()\n',
    replace: '    this.#run = run\n',
    caughtBy: 'what is remembered goes with the database that it was seen in',
  },
  {
    name: 'what a deleted database says late is remembered of the next one',
    file: 'sw/store/memory.ts',
    find: '    if (state.born !== this.#run?.born) return\n',
    replace: '    if (!this.#run) return\n',
    caughtBy: 'what a database that was deleted says late is not remembered of the next one, whose numbers begin anew',
  },
  {
    name: 'what is remembered keeps time from doing its work',
    file: 'sw/store/store.ts',
    find: 'this.#changing === 0 && !this.#isDue',
    replace: 'this.#changing === 0',
    caughtBy: 'what is remembered does not keep the end of an unknown outcome from being told',
  },
]
