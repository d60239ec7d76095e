import type { Fault } from './fault.ts'

/** Steps that come too early or too late, and what is not asked. */
export const orderOfSteps: readonly Fault[] = [
  {
    name: 'an answer is delivered before it is committed',
    file: 'sw/strategy/refresh.ts',
    find: 'return await within(context.ports, context.store.tryCommit(change))',
    replace: "return await Promise.race([context.store.tryCommit(change), Promise.resolve<Kept>('not-stored')])",
    caughtBy: '11: no page has an answer that isn’t written yet',
  },
  {
    name: 'a payment goes out before its intent is written',
    file: 'sw/strategy/mutate.ts',
    find: 'await written(context, (draft) => openIntent(draft, opened.intent))',
    replace: 'void written(context, (draft) => openIntent(draft, opened.intent))',
    caughtBy: '1: no payment is sent before it is on record',
  },
  {
    name: 'a payment is settled after its answer was delivered',
    file: 'sw/strategy/settle-answer.ts',
    find: '    await settle()\n',
    replace: '    waitUntil(settle())\n',
    caughtBy: 'no page has the answer to its payment before it is written what that made wrong',
  },
  {
    name: 'the fences are checked before the transaction that stores',
    file: 'sw/strategy/refresh.ts',
    find: '    return await within(context.ports, context.store.tryCommit(change))',
    replace: `    const checking = context.store.tryCommit(async (draft) => {
      const had = await draft.transaction.get('entries', plan.key)
      const checked = await change(draft)
      if (typeof checked === 'object') await draft.transaction.delete('entries', plan.key)
      if (typeof checked === 'object' && had) await draft.transaction.put('entries', had)
      return checked
    })
    return await within(
      context.ports,
      checking.then(async (checked) => {
        if (typeof checked === 'object') await context.store.tryCommit((draft) => draft.transaction.put('entries', checked))
        return checked
      }),
    )`,
    caughtBy: '10: nothing comes between the look at the fences and the put',
  },
  {
    name: 'age is told by the wall clock alone',
    file: 'sw/store/entry-age.ts',
    find: 'Math.max(wall, now.mono - entry.confirmedMono, 0)',
    replace: 'Math.max(now.wall - entry.confirmedAt.getTime(), 0)',
    caughtBy: '23: a clock that was set back within a run makes nothing younger',
  },
  {
    name: 'age is told by the server’s Date',
    file: 'sw/strategy/candidate.ts',
    find: 'confirmedAt: new Date(at.wall)',
    replace: "confirmedAt: new Date(Date.parse(headers.get('date') ?? '') || at.wall)",
    caughtBy: '23: how old an answer is, its Date doesn’t tell',
  },
  {
    name: 'another database’s stamps are compared',
    file: 'sw/event/on-message.ts',
    find: 'if (page && page.born !== born) return tell([EVERYTHING])',
    replace: '',
    caughtBy: 'a page that knows another database, or a stamp that is forgotten, is told everything',
  },
  {
    name: 'what the ledger forgets leaves no floor',
    file: 'sw/store/tend.ts',
    find: '  draft.set({ floor: bound })\n',
    replace: '',
    caughtBy: 'a page that knows another database, or a stamp that is forgotten, is told everything',
  },
  {
    name: 'a payment that is too old is shown as it was',
    file: 'sw/strategy/masking.ts',
    find: 'fields.reduce((value, field) => maskField(field, value), parsed(entry))',
    replace: 'fields.length < 0 ? maskField : parsed(entry)',
    caughtBy: '25: bookings are there at once, and a payment in them that is past 30 s says that it is being checked',
  },
  {
    name: 'pages are not told',
    file: 'sw/store/store.ts',
    find: '        await this.#options.ports.tell(notices)\n',
    replace: '',
    caughtBy: '15: a payment is told to the pages once, when it is settled',
  },
]
