/* The correct model, and the smallest bounds. Each variant sets some by -D; a broken one turns one part of the mechanism off. */
#define NOBODY 255
#define LEAP 12 /* FORMER_RUN_LEAP in store/stamps.ts: more stamps than a run takes here */

#ifndef KEYS
#define KEYS 1
#endif
#ifndef KILLS
#define KILLS 0
#endif
#ifndef FLIGHTS
#define FLIGHTS 3
#endif
#ifndef AGAIN /* how often the page reads that reads, waits, and reads again */
#define AGAIN 2
#endif
#ifndef OTHER /* the same of the other page */
#define OTHER 1
#endif
#ifndef READ_FROM /* pages read from this run on */
#define READ_FROM 1
#endif
#ifndef WRITES /* changes at the server that nobody is told of */
#define WRITES 0
#endif
#ifndef MUTATION
#define MUTATION 0
#endif
#ifndef NO_STORE /* whether the server may forbid to store an answer */
#define NO_STORE 0
#endif
#ifndef SESSIONS
#define SESSIONS 0
#endif
#ifndef KEYED /* whether the API honours an Idempotency-Key */
#define KEYED 0
#endif
#ifndef BEHIND /* whether a page that has its answer from the store may have it asked for behind its back */
#define BEHIND 0
#endif
#ifndef GAPS /* whether looking, and telling pages before an answer lands, are steps of their own */
#define GAPS 0
#endif
#ifndef OFFLINE
#define OFFLINE 0
#endif

#ifndef CHANGE_FENCE
#define CHANGE_FENCE 1
#endif
#ifndef DELIVERY_FENCE
#define DELIVERY_FENCE 1
#endif
#ifndef KEPT_STAMP
#define KEPT_STAMP 1
#endif
#ifndef MARK
#define MARK DELIVERY_FENCE
#endif
#ifndef MARK_OVERTAKEN
#define MARK_OVERTAKEN MARK
#endif
#ifndef FENCE_IN_TRANSACTION
#define FENCE_IN_TRANSACTION 1
#endif
#ifndef RUN_CHECK
#define RUN_CHECK 1
#endif
#ifndef SESSION_CHECK
#define SESSION_CHECK 1
#endif
#ifndef DELIVERED_FIRST
#define DELIVERED_FIRST 0
#endif
#ifndef INTENT_WRITTEN
#define INTENT_WRITTEN 1
#endif
#ifndef INTENT_KEPT
#define INTENT_KEPT 1
#endif
#ifndef UNSETTLED_WINDOW
#define UNSETTLED_WINDOW 1
#endif
#ifndef FIRST_REMEMBERED
#define FIRST_REMEMBERED 1
#endif
#ifndef ORPHAN_REPEATS
#define ORPHAN_REPEATS 1
#endif
#ifndef REPEAT_UNSETTLED
#define REPEAT_UNSETTLED 1
#endif
#ifndef JOIN_BEHIND
#define JOIN_BEHIND 0
#endif
