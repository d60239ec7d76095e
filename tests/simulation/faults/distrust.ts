import type { Fault } from './fault.ts'

/** A store that can't be written: what is forgotten of what happened meanwhile. */
export const distrust: readonly Fault[] = [
  {
    name: 'a store is distrusted once, whatever happens later',
    file: 'sw/store/store.ts',
    find: '    this.#bad ??= error\n',
    replace: '    if (this.#bad) return tellDistrust(ports)\n    this.#bad = error\n',
    caughtBy: '9: what a run can not note is not trusted by another that is alive beside it, however often',
  },
  {
    name: 'a store that is known to be bad is silent',
    file: 'sw/store/store.ts',
    find: 'this.isBad = true\n    await tellDistrust(this.#options.ports)',
    replace: 'this.isBad = true',
    caughtBy: '9: a store that is known to be bad tells the pages of every change all the same',
  },
  {
    name: 'a store that can not be trusted is emptied, and no more',
    file: 'sw/store/intents.ts',
    find: '  await loseTrack(draft)\n  await openIntent(draft, anything(',
    replace: '  await draft.dropAll()\n  if (draft.run < 0) await openIntent(draft, anything(',
    caughtBy: '9: a page that slept while a run could note nothing learns from the next that something was changed',
  },
  {
    name: 'what a run can not note is forgotten when the next one begins',
    file: 'sw/store/intents.ts',
    find: '  await openIntent(draft, anything(',
    replace: '  if (draft.run < 0) await openIntent(draft, anything(',
    caughtBy: '9: a login that a run could not even note, stopped as it was, is one for the next run',
  },
  {
    name: 'what a run can not note is nothing to those beside it',
    file: 'sw/store/intents.ts',
    find: '  await loseTrack(draft)\n  await openIntent',
    replace: '  await draft.dropAll()\n  await openIntent',
    caughtBy: '9: what another run has under way is not kept past a change that this one can not note',
  },
  {
    name: 'a store counts as bad before that is on record',
    file: 'sw/store/store.ts',
    find: '    this.#bad ??= error\n',
    replace: '    this.#bad ??= error\n    this.isBad = true\n',
    caughtBy: 'once a store fails, a payment is sent when the next run will know that nothing can be trusted',
  },
  {
    name: 'a payment past a store that fails is sent at once',
    file: 'sw/strategy/mutate.ts',
    find: 'if (left > 0) await within(ports, observed, left).catch(distrusted)\n',
    replace: '',
    caughtBy: 'once a store fails, a payment is sent when the next run will know that nothing can be trusted',
  },
  {
    name: 'a run that can not begin tells nobody',
    file: 'sw/store/store.ts',
    find: '      await tellDistrust(this.#options.ports)\n      throw',
    replace: '      throw',
    caughtBy: 'a run that can not begin tells pages so: the one before may have been stopped with something to tell',
  },
]
