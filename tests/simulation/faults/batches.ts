import type { Fault } from './fault.ts'

const GATHER = 'sw/strategy/gather.ts'

/** Reads that are asked for together get what isn't theirs, or what is no longer true. */
export const batches: readonly Fault[] = [
  {
    name: 'what was asked for in vain is asked for once more beside somebody who has asked since',
    file: 'sw/strategy/refresh.ts',
    find: 'gathering && !share ? landedLater(context, plan, course.asOf) : undefined',
    replace: 'undefined',
    caughtBy: 'one that the answer lacks shares what somebody else has asked for since',
  },
  {
    name: 'of two that were asked for in vain, each looks for the other before either has asked',
    file: 'sw/strategy/refresh.ts',
    find: 'const landed = instead && (await instead)',
    replace: 'const landed = gathering && !share ? await instead : undefined',
    caughtBy: 'of two that may not share a request, one asks for what the answer lacks',
  },
  {
    name: 'an answer that has one reader is handed to two',
    file: 'sw/strategy/refresh.ts',
    find: "landed.answer.kind === 'whole' ? landed : undefined",
    replace: 'landed',
    caughtBy: '10: an overtaken read asks for itself where what was asked later is too large to be shared',
  },
  {
    name: 'reads that are asked for together have the stamp of when the first began to wait',
    file: 'sw/strategy/send.ts',
    find: 'const asOf = store.stamps.take(at.wall)',
    replace: 'const asOf = courses.length > 1 ? Math.floor(at.wall - 10) * 1_000 : store.stamps.take(at.wall)',
    caughtBy: 'who asks for a payment that is about to be asked for shares it, whatever is changed until it is sent',
  },
  {
    name: 'reads that are asked for together have the stamp of when they are answered',
    file: GATHER,
    find: '{ ...asked, answer: itemAnswer(answer, item) }',
    replace: '{ ...asked, answer: itemAnswer(answer, item), asOf: context.store.stamps.take(asked.at.wall) }',
    caughtBy: 'what is changed while it is under way is asked for again, and no more than that',
  },
  {
    name: 'an item is stored past the fences',
    file: 'sw/strategy/refresh.ts',
    find: 'const kept = await keepAnswer(draft, wanted, policy.policy.limits)',
    replace: `const past = async (unfenced: EntryRecord): Promise<Kept> => {
        await draft.transaction.put('entries', unfenced)
        return unfenced
      }
      const entry = candidate.entry && { ...candidate.entry, run: draft.run, kept: draft.stamp() }
      const isItem = came.answer.of !== undefined && entry !== undefined
      const kept = await (isItem ? past(entry) : keepAnswer(draft, wanted, policy.policy.limits))`,
    caughtBy: 'a newer answer to one of them is not followed by the older one that was asked for with others',
  },
  {
    name: 'whoever asks is asked for with whoever else asks',
    file: GATHER,
    find: 'const key = `${plan.session.id} ${url.href} ${rule.url}${plan.flightKey.slice(plan.key.length)}`',
    replace: 'const key = url.href',
    caughtBy: 'tokens are asked for apart, each with its own',
  },
  {
    name: 'whoever asks is asked for with whoever else sends the same headers',
    file: GATHER,
    find: '`${plan.session.id} ${url.href}',
    replace: '`${url.href}',
    caughtBy: 'what may not share a request is not asked for with others: other credentials',
  },
  {
    name: 'who may not share a request is asked for with others',
    file: 'sw/strategy/ask.ts',
    find: 'together: join',
    replace: 'together: true',
    caughtBy: 'what may not share a request is not asked for with others: reload',
  },
  {
    name: 'what the URL says beside the id is left out',
    file: GATHER,
    find: 'said.length === 1 && ',
    replace: '',
    caughtBy:
      '/api/payment/verify?bookingId=8&lang=de says something that the list of ids could not, and is asked for alone',
  },
  {
    name: 'an id with a comma is taken for two',
    file: GATHER,
    find: "!id?.includes(',')",
    replace: 'true',
    caughtBy: '/api/payment/verify?bookingId=8,9 says something that the list of ids could not, and is asked for alone',
  },
  {
    name: 'a request for many that breaks off breaks every read',
    file: 'sw/strategy/gatherings.ts',
    find: 'ask(gathered).catch(() => none)',
    replace: 'ask(gathered)',
    caughtBy: 'where all are answered with a connection that breaks, each asks for itself',
  },
  {
    name: 'the failure of a request for many is everybody’s',
    file: GATHER,
    find: 'if (isToldToWait(answer))',
    replace: 'if (answer.status !== 200)',
    caughtBy: 'where all are answered with 500, each asks for itself',
  },
  {
    name: 'each is told for itself to ask later',
    file: GATHER,
    find: "kind === 'whole' && (status === 429 ||",
    replace: "kind === 'broken' && (status === 429 ||",
    caughtBy: '429 with Retry-After is said to each, and not asked for by each',
  },
  {
    name: 'one that the answer lacks gets another’s',
    file: GATHER,
    find: 'const item = items.get(id)',
    replace: 'const item = items.get(id) ?? [...items.values()][0]',
    caughtBy: 'one that the answer lacks asks for itself, and gets nobody else’s',
  },
  {
    name: 'of two items with one id the last counts',
    file: GATHER,
    find: 'items.has(id) ? undefined : item',
    replace: 'item',
    caughtBy: 'of two items with one id neither counts',
  },
  {
    name: 'an item has the ETag of all',
    file: GATHER,
    find: '.filter(([name]) => !vouching.test(name))',
    replace: '',
    caughtBy: 'reads of single payments, from any tab, are one request, and each is answered as by its own',
  },
  {
    name: 'whose answer it is, is looked for in the item alone',
    file: 'sw/strategy/identity.ts',
    find: ' ?? (answer.of && fieldOf(answer.of, identity.field))',
    replace: '',
    caughtBy: 'an answer to many that says beside the items to be somebody else’s ends the session, and is nobody’s',
  },
  {
    name: 'who is still to be asked for isn’t shared',
    file: GATHER,
    find: 'Object.assign(course, { asOf: Number.POSITIVE_INFINITY, at })',
    replace: '',
    caughtBy: 'who asks for a payment that is about to be asked for shares it, whatever is changed until it is sent',
  },
  {
    name: 'what is overtaken together is asked for again one by one',
    file: 'sw/strategy/refresh.ts',
    find: 'together = share !== undefined',
    replace: 'together = false',
    caughtBy: 'what a change overtakes together is asked for together once more',
  },
  {
    name: 'an endpoint that fails is asked each time',
    file: GATHER,
    find: 'if (![...ids].some((id) => items.has(id)))',
    replace: 'if (ids.size === 0)',
    caughtBy: 'an endpoint that fails is left alone for half a minute',
  },
  {
    name: 'an answer to many that is too large keeps its connection',
    file: GATHER,
    find: "if (answer.kind !== 'whole') void",
    replace: "if (answer.kind === 'broken') void",
    caughtBy: 'an answer to many that is too large to be read goes unread, and each asks for itself',
  },
]
