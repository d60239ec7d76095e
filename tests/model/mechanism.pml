/*
 * The mechanism that keeps answers in order, for SPIN. An atomic step is what the worker does between two awaits, or one
 * transaction of the store. The names, and the files named in comments, are those of the code. README.md: what is left out.
 */
#include "bounds.pml"

mtype = { nothing, open, settled, unsettled }               /* an intent: store/records.ts */
mtype = { idle, underWay, answered, waiting, landed, dead } /* a read under way: strategy/flights.ts */
mtype = { stored, newer, overtaken, unstored, passed }      /* Kept, in store/keep-answer.ts; passed: unstored, no trace */
mtype = { unsent, sent, executed, replied, broken, over }   /* a mutation on the network */

/* The server, the browser, and what people see. */
byte server[KEYS] /* version of the state */
byte made[KEYS]   /* the version that the mutation made */
byte told[KEYS]   /* the newest version that any page has */
byte cookie = 1   /* whose: with SESSIONS the mutation is a login */
byte executions
bool isKnown      /* the page has the mutation's answer, or its failure */
mtype post[2] = unsent

/* The database: store/records.ts. */
typedef Entry { bool is; byte value, asOf, kept, session }
Entry entry[KEYS]
byte ledger, mark[KEYS] /* the stamps of the group of all keys, and of each key's own */
byte last = 2, latestRun = 1, session = 1, intentRun
mtype intent = nothing

/* The worker. What a killed run had begun to write may still be written, with its stamps. */
byte alive = 1, stamp[KILLS + 1] = 2
bool hasBegun = true
mtype former = nothing
typedef Flight { mtype state; byte key, inRun, session, asOf, value; bool isRepeated }
Flight flight[FLIGHTS]
byte flights
byte writing /* DELIVERED_FIRST: what is delivered and still to be written; readers wait for that, as IndexedDB sees to */

#define STAMP(by) stamp[(by) - 1]
#define MAX(one, other) ((one) > (other) -> (one) : (other))

/* invalidate/validity.ts; isValid: store/look-up.ts. */
#define changedAt(k) MAX(ledger, mark[k])
#define isHeld(k, mine) (entry[k].is && entry[k].session == mine)
#if CHANGE_FENCE
#define isValid(k, mine) (isHeld(k, mine) && session == mine && intent != unsettled && entry[k].asOf >= changedAt(k))
#define isOvertaken(i) (flight[i].asOf < changedAt(flight[i].key))
#else
#define isValid(k, mine) (isHeld(k, mine) && session == mine && intent != unsettled)
#define isOvertaken(i) false
#endif

/* store/draft.ts: the constructor, stamp(), invalidate(), unsettle(). */
inline beginDraft(by) { STAMP(by) = MAX(STAMP(by), last) }
inline takeStamp(by) {
  STAMP(by) = STAMP(by) + (by == latestRun -> 1 : LEAP);
  assert(STAMP(by) < 255 - LEAP) /* a bound of the model: stamps are bytes */
}
inline endDraft(by) { last = STAMP(by) }
inline drop(k) {
  entry[k].is = false; entry[k].value = 0; entry[k].asOf = 0; entry[k].kept = 0; entry[k].session = 0
}
inline invalidate(by) {
  takeStamp(by);
  ledger = STAMP(by)
#if !CHANGE_FENCE
  ;drop(0); drop(KEYS - 1) /* as a cache does that has no stamps */
#endif
}
inline unsettle(by) {
  invalidate(by);
  intent = (UNSETTLED_WINDOW -> unsettled : nothing);
  intentRun = (UNSETTLED_WINDOW -> intentRun : 0)
}
/* store/drop-key.ts. */
inline dropKey(by, k) {
  drop(k);
  takeStamp(by);
  mark[k] = (MARK -> STAMP(by) : mark[k])
}

/* refresh() in strategy/refresh.ts: the stamp is taken as the request is sent. */
inline send(i) {
  STAMP(flight[i].inRun)++;
  flight[i].asOf = STAMP(flight[i].inRun);
  flight[i].value = (SESSIONS -> cookie : 0);
  flight[i].state = underWay
}

/* strategy/flights.ts: later(), newest(): the latest, if sent at or after `at`. `without`: flights, as bits. */
inline newest(it, k, by, without) {
  it = NOBODY; n = 0;
  do
  :: n < flights ->
    if
    :: flight[n].key == k && flight[n].inRun == by && flight[n].asOf >= at && flight[n].asOf > 0 && (GAPS || flight[n].state != landed) &&
      !((without >> n) & 1) -> it = n; at = flight[n].asOf
    :: else
    fi;
    n++
  :: else -> break
  od;
  n = 0; at = 0
}

/* Both fences: keepAnswer() in store/keep-answer.ts, first what it decides, then what it writes. */
inline judge() {
  if
  :: SESSION_CHECK && session != flight[i].session -> kept = passed
  :: else ->
    if
    :: DELIVERY_FENCE && isValid(k, flight[i].session) && entry[k].asOf > flight[i].asOf -> kept = newer
    :: else ->
      if
      :: isOvertaken(i) -> kept = (flight[i].isRepeated && MARK_OVERTAKEN -> unstored : overtaken)
      :: else ->
        if
        :: intent == unsettled -> kept = passed
        :: else ->
          if
          :: DELIVERY_FENCE && KEPT_STAMP && isHeld(k, flight[i].session) && entry[k].kept > flight[i].asOf &&
            (entry[k].value != flight[i].value || !mayStore) -> kept = (flight[i].isRepeated -> unstored : overtaken)
          :: else -> kept = (mayStore && (flight[i].inRun == latestRun || !RUN_CHECK) -> stored : unstored)
          fi
        fi
      fi
    fi
  fi
}
inline write() {
  beginDraft(flight[i].inRun);
  takeStamp(flight[i].inRun);
  if
  :: kept == stored ->
    entry[k].is = true; entry[k].value = flight[i].value; entry[k].asOf = flight[i].asOf;
    entry[k].kept = STAMP(flight[i].inRun); entry[k].session = flight[i].session;
    assert(entry[k].session == session) /* G4: nothing of an ended session is stored */
  :: kept == newer -> flight[i].value = entry[k].value
  :: kept == unstored && (DELIVERY_FENCE || CHANGE_FENCE) -> dropKey(flight[i].inRun, k)
  :: else
  fi;
  endDraft(flight[i].inRun)
}

/* It leaves flights.ts; what isn't looked at any more is forgotten, for the sake of fewer states. */
inline leave(i, how) {
  writing = (writing > 0 && flight[i].state == landed -> writing - 1 : writing);
  flight[i].state = how;
  flight[i].asOf = (GAPS && how == landed -> flight[i].asOf : 0);
  flight[i].inRun = (GAPS -> flight[i].inRun : 0);
  flight[i].key = (GAPS -> flight[i].key : 0);
  flight[i].session = 0; flight[i].isRepeated = false;
  later = 0; kept = 0; mayStore = false; k = 0
}

/* A read under way, refresh() in strategy/refresh.ts, and the server that it asks. */
proctype Asking(byte i) {
  byte k, n, at, later;
  bool mayStore;
  mtype kept;
end:
  atomic { flight[i].state == underWay -> k = flight[i].key }
again:
  atomic {
    if
    :: flight[i].inRun == alive ->
      flight[i].value = (SESSIONS -> flight[i].value : server[flight[i].key]);
      printf("STORY the server answers request %d: version %d\n", i, flight[i].value);
      flight[i].state = (DELIVERED_FIRST -> landed : answered);
      writing = writing + DELIVERED_FIRST;
      if :: mayStore = true :: NO_STORE -> mayStore = false fi
    :: else -> goto died
    fi
  }
#if !FENCE_IN_TRANSACTION
  atomic { judge(); printf("STORY the fences let request %d pass: %e\n", i, kept) }
#endif
  atomic {
    if
    :: true /* also if the run was killed: the transaction may have been under way */
    :: flight[i].inRun != alive -> goto died
    fi;
#if FENCE_IN_TRANSACTION
    judge();
#endif
    printf("STORY request %d (as of %d, run %d, version %d) comes to the store: ", i, flight[i].asOf, flight[i].inRun, flight[i].value);
    printf("%e\n", kept);
    write();
    if
    :: flight[i].inRun != alive -> goto died
    :: else
    fi;
    if
    :: kept == overtaken && !flight[i].isRepeated && !DELIVERED_FIRST ->
      at = flight[i].asOf + 1;
      newest(later, k, flight[i].inRun, 0);
      flight[i].isRepeated = true; mayStore = false; kept = 0;
      if
      :: later != NOBODY -> flight[i].state = waiting; printf("STORY request %d waits for request %d\n", i, later)
      :: else -> later = 0; send(i); printf("STORY request %d is sent again, as of %d\n", i, flight[i].asOf); goto again
      fi
    :: else ->
#if GAPS
      goto telling
#else
      leave(i, landed); goto done
#endif
    fi
  }
  atomic {
    if
    :: flight[i].inRun == alive && flight[later].state == landed ->
      flight[i].value = flight[later].value; leave(i, landed); goto done
    :: flight[i].inRun != alive
    fi
  }
#if GAPS
telling: /* store.ts, commit(): pages are told, then it has landed */
  atomic { if :: flight[i].inRun == alive -> leave(i, landed); goto done :: else -> goto died fi }
#endif
died:
  atomic { flight[i].value = 0; leave(i, dead) }
done:
  skip
}

#include "pages.pml"
#include "mutation.pml"
