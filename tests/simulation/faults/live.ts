import type { Fault } from './fault.ts'

/** What the live channel tells, mistaken. */
export const live: readonly Fault[] = [
  {
    name: 'the id of an event is written down without what it makes wrong',
    file: 'sw/store/live.ts',
    find: 'await draft.invalidate(isKnown',
    replace: "if (reason !== 'live') await draft.invalidate(isKnown",
    caughtBy: 'killed at any step of hearing an event, the worker has taken it with its id, or not at all',
  },
  {
    name: 'no change is known',
    file: 'sw/store/live.ts',
    find: 'stamps.get(change) ?? Infinity',
    replace: 'Infinity',
    caughtBy: 'the event of a change whose answer came first is told to nobody, and its id is remembered',
  },
  {
    name: 'an answer takes a stamp of its own, whatever the channel told',
    file: 'sw/store/intents.ts',
    find: 'if (named[0]) await',
    replace: 'if (named[0] && named.length > 99) await',
    caughtBy: 'an event that came before its answer: what was asked between the two stays, and nothing is told again',
  },
  {
    name: 'a known change is known whatever else an event tells',
    file: 'sw/store/live.ts',
    find: 'stamps.get(change) ?? Infinity',
    replace: 'stamps.get(change) ?? 0',
    caughtBy: 'an event that tells of another change too is heard',
  },
  {
    name: 'of several changes the first that was told counts',
    file: 'sw/store/live.ts',
    find: 'const told = Math.max(',
    replace: 'const told = Math.min(',
    caughtBy: 'what was asked before the last of several changes was told is wrong',
  },
  {
    name: 'a known change is told to nobody, whatever groups it names',
    file: 'sw/store/live.ts',
    find: '?? 0) >= asOf)',
    replace: '?? 0) >= 0)',
    caughtBy: 'what only the event names is told, and what was asked after the answer stays',
  },
  {
    name: 'what a streaming answer names is taken for all',
    file: 'sw/strategy/settle-answer.ts',
    find: "(kind === 'whole' && headers",
    replace: "(kind !== 'broken' && headers",
    caughtBy: 'while an answer streams the server may be at work: what its headers name is not all',
  },
  {
    name: 'changes are known behind a gap',
    file: 'sw/store/live.ts',
    find: 'changes[0] && stamp',
    replace: 'stamp',
    caughtBy: 'a gap makes everything wrong, and behind it the server may count anew',
  },
  {
    name: 'changes are known for ever',
    file: 'sw/store/live.ts',
    find: 'REMEMBERED_FOR = 60_000',
    replace: 'REMEMBERED_FOR = 60_000_000',
    caughtBy: 'a change is remembered for a minute: a number that comes again later is another one',
  },
]
