import type { Fault } from './fault.ts'

/** Who only watches, and who is told to answer nothing, mistaken. */
export const observing: readonly Fault[] = [
  {
    name: 'what was stored before a pause is trusted after it',
    file: 'sw/store/settings.ts',
    find: 'if (paused === false && state.paused)',
    replace: 'if (paused === false && !state.run)',
    caughtBy: 'what was stored before a pause is not served after it: pages have had newer answers',
  },
  {
    name: 'nothing is under way as a paused worker goes on',
    file: 'sw/store/settings.ts',
    find: 'const PASSED_BY_FOR = 10_000',
    replace: 'const PASSED_BY_FOR = 0',
    caughtBy:
      'an answer that was under way as the worker goes on is newer than what it then reads, and nothing older follows',
  },
  {
    name: 'nobody logs in during a pause',
    file: 'sw/store/settings.ts',
    find: "anything(draft, 'passed by')",
    replace: "{ ...anything(draft, 'passed by'), groups: ['*'] }",
    caughtBy: 'another user who logged in during a pause is not shown the body that an ETag confirms',
  },
  {
    name: 'a run that was not told serves through a pause',
    file: 'sw/store/look-up.ts',
    find: ' && !state.paused',
    replace: '',
    caughtBy: 'a run beside the one that was told serves nothing either',
  },
  {
    name: 'a paused worker answers',
    file: 'sw/event/on-fetch.ts',
    find: 'context.store.isBad || context.store.seen.paused',
    replace: 'context.store.isBad',
    caughtBy: 'a paused worker answers nothing, and every page can learn it',
  },
  {
    name: 'counting opens the database',
    file: 'sw/store/store.ts',
    find: "const open = await this.#open\n    if (!open) throw unavailable('it is not open')",
    replace: 'const open = await this.#use()',
    caughtBy: 'counting opens no database, and brings none back',
  },
  {
    name: 'answers wait for what is counted',
    file: 'sw/strategy/planned.ts',
    find: 'observer.answers(plan',
    replace: 'await observer.metrics.rows().catch(() => 0)\n    observer.answers(plan',
    caughtBy: 'no answer waits for what is counted, nor does it suffer where that cannot be written',
  },
  {
    name: 'entries of any session are told',
    file: 'sw/observe/entry-infos.ts',
    find: ' || !row.session.startsWith(`${state.epoch}.`)',
    replace: '',
    caughtBy: 'a row that is no entry, and one of another session, is told to nobody',
  },
  {
    name: 'a waiting worker begins a run on the store',
    file: 'sw/event/on-message.ts',
    find: 'const database = await store.warmUp()',
    replace: 'const database = await store.run().then(() => store.warmUp())',
    caughtBy: 'a waiting worker takes over by itself only while no mutation is on record, and touches nothing before',
  },
  {
    name: 'a waiting worker takes over whatever is under way',
    file: 'sw/event/on-message.ts',
    find: 'return intents.length === 0',
    replace: 'return intents.length >= 0',
    caughtBy: 'a waiting worker takes over by itself only while no mutation is on record, and touches nothing before',
  },
  {
    name: 'a worker that was unregistered goes on answering',
    file: 'sw/store/store.ts',
    find: "this.#bad ??= unavailable('the worker was unregistered')",
    replace: "unavailable('the worker was unregistered')",
    caughtBy: 'a worker that leaves answers nothing any more, says so, and can be asked nothing',
  },
]
