import type { Fault } from './fault.ts'

/** What is lost under a mutation or a read (a connection, a database, a first dispatch), and forgotten with it. */
export const lostAndFound: readonly Fault[] = [
  {
    name: 'a lost connection makes orphans of what is under way',
    file: 'sw/store/begin-run.ts',
    find: 'if (intent.run === before?.number)',
    replace: 'if (intent.run < 0)',
    caughtBy: '3: a lost connection to the database makes nobody doubt what is under way',
  },
  {
    name: 'an intent stays with the connection that it was opened on',
    file: 'sw/store/intents.ts',
    find: '=> ({ ...intent, run })',
    replace: '=> ({ ...intent, run: Math.min(run, intent.run) })',
    caughtBy: '1: what is settled over another connection is on record as the work of the run that it has become',
  },
  {
    name: 'only the run that began last has repeats',
    file: 'sw/store/begin-run.ts',
    find: 'intent.run > 0',
    replace: 'intent.run === known.run',
    caughtBy: '1: a payment of a run that died is recognised though another run, alive beside it, began after it',
  },
  {
    name: 'a repeat that was refused may come again',
    file: 'sw/strategy/mutate.ts',
    find: 'if (repeats) closeWhenHandled',
    replace: 'if (repeats?.answer) closeWhenHandled',
    caughtBy: '27: a repeat that has come is over: who clicks again as the next run begins is no repeat',
  },
  {
    name: 'what a change of session leaves unstored leaves no mark',
    file: 'sw/store/keep-answer.ts',
    find: '    await fenceOff(draft, urlGroup(plan.url))\n',
    replace: '',
    caughtBy:
      '7: what was asked under the new cookie, while the landing was being written, is not followed by what is older',
  },
  {
    name: 'a lost connection makes its own intents those of a former run',
    file: 'sw/store/begin-run.ts',
    find: 'before?.former ?? intents.filter',
    replace: 'intents.filter',
    caughtBy: '27: a connection that was lost makes nobody who clicks again a repeat',
  },
  {
    name: 'a database that is made anew is taken for the first',
    file: 'sw/store/begin-run.ts',
    find: '(before || !isFirst)',
    replace: 'before',
    caughtBy: '8: what was under way is not forgotten with a database that is deleted while no worker runs',
  },
  {
    name: 'a database that can not be opened is kept',
    file: 'sw/store/distrust.ts',
    find: 'await within(ports, ports.deleteDatabase())',
    replace: 'await Promise.resolve()',
    caughtBy: 'what is delivered past a database that can not be opened is not followed by what is older',
  },
  {
    name: 'a repeat takes the place of what it repeats',
    file: 'sw/strategy/mutate.ts',
    find: 'id: ports.uuid(),',
    replace: 'id: repeats?.id ?? ports.uuid(),',
    caughtBy: '1: while a repeat under a key is under way, nothing that the first may change is stored',
  },
  {
    name: 'a repeat that was never sent closes what it repeats',
    file: 'sw/strategy/mutate.ts',
    find: 'closeIntent(draft, intent.id)',
    replace: 'closeIntent(draft, opened.repeats ?? intent.id)',
    caughtBy: '1: a repeat that finds the browser offline does not forget that the first may have been sent',
  },
  {
    name: 'what is dropped for room was as old as its asking',
    file: 'sw/store/make-room.ts',
    find: 'oldest.kept',
    replace: 'oldest.asOf',
    caughtBy: '10: what was dropped for room is not followed by something older that was under way',
  },
  {
    name: 'what is overtaken twice leaves no mark',
    file: 'sw/store/keep-answer.ts',
    find: "repeated ? notStored(draft, plan.key) : 'overtaken'",
    replace: "'overtaken'",
    caughtBy: '10: what was overtaken twice and delivered is not followed by something older that was under way',
  },
  {
    name: 'what is delivered while an outcome is unknown leaves no mark',
    file: 'sw/store/keep-answer.ts',
    find: '    await fenceOff(draft, keyGroup(plan.key))\n',
    replace: '',
    caughtBy: '10: of answers that came at once while an outcome is unknown, none is followed by an older one',
  },
  {
    name: 'a database that was deleted is no reason to fear a repeat',
    file: 'sw/strategy/mutate.ts',
    find: 'if (run.hasLost && mayBeRepeat(context))',
    replace: 'if (run.hasLost && run.number < 0)',
    caughtBy: '2: a run whose database was deleted while none ran answers no payment that may be a repeat',
  },
]
