/* A mutation, the server, and whoever kills the worker. Part of mechanism.pml. */

/* store/begin-run.ts: beginOther(), takeOver(), beginRun(); newSession() in store/sessions.ts. */
inline beginOther(by) {
  if :: SESSIONS -> drop(0); drop(KEYS - 1); session++; invalidate(by) :: else fi
}
inline beginRun(by) {
  beginDraft(by);
  former = (intentRun > 0 && !SESSIONS && (ORPHAN_REPEATS || intent != unsettled) -> intent : nothing);
  if
  :: intent == settled && intentRun < by - 1 -> intent = nothing; intentRun = 0
  :: intent == open -> latestRun = by; beginOther(by); unsettle(by)
  :: else
  fi;
  latestRun = by;
  endDraft(by)
}

/* store/intents.ts: openIntent(), settle(), closeIntent(). */
inline openIntent(by) {
  beginDraft(by);
  /* A repeat has a record of its own: what it repeats stays unsettled, it may be executed at any time. */
  intent = (!INTENT_WRITTEN || REPEAT_UNSETTLED && d == 1 && intent == unsettled -> intent : open);
  intentRun = (INTENT_WRITTEN -> by : intentRun);
  endDraft(by)
}
inline settle(by) {
  beginDraft(by);
  if :: SESSIONS -> beginOther(by) :: else -> invalidate(by) fi;
  /* A login's answer isn't recorded. */
  intent = (INTENT_KEPT && !SESSIONS -> settled : nothing);
  intentRun = (intent == settled -> by : 0);
  endDraft(by)
}
inline closeIntent(by) { beginDraft(by); intent = nothing; intentRun = 0; endDraft(by) }

/* A page that changes something: mutate(), forward() in strategy/mutate.ts, settle-answer.ts, repeated-dispatch.ts. */
proctype Mutating() {
  byte by, d; /* d: which dispatch of the event */
  bool hasFailed;
dispatched:
  atomic {
    if
    :: hasBegun && d == 0 -> by = alive
    :: hasBegun && d == 1 && by == alive
    :: d == 1 && by != alive -> goto died /* killed before the repeat came to it: there is no third dispatch */
    fi;
    printf("STORY the mutation is dispatched to run %d\n", by);
    if
    :: d == 0 || former == nothing
    :: else ->
      if
      :: former == settled -> printf("STORY the repeat gets the recorded answer\n"); goto answering
      :: former != settled && KEYED
      :: else -> printf("STORY the repeat is refused\n"); hasFailed = true; goto answering
      fi
    fi
  }
  atomic {
    if :: true :: by != alive -> goto died fi;
    openIntent(by);
    printf("STORY run %d writes the intent\n", by);
    if :: by != alive -> goto died :: else fi
  }
  atomic {
    if
    :: by != alive -> goto died
    :: by == alive -> post[d] = sent; printf("STORY run %d sends the mutation\n", by)
    :: by == alive && OFFLINE -> /* before and after: it isn't sent now; the first time it may have been */
      if
      :: d == 0 || former == nothing || !FIRST_REMEMBERED -> closeIntent(by)
      :: else /* the record of the first dispatch stays */
      fi;
      hasFailed = true; printf("STORY the browser is offline: the mutation isn't sent\n"); goto answering
    fi
  }
  atomic {
    if
    :: post[d] == replied -> settle(by); printf("STORY run %d settles the mutation as of %d\n", by, ledger)
    :: post[d] == broken || post[d] == over ->
      beginDraft(by); intentRun = by; beginOther(by); unsettle(by); endDraft(by); hasFailed = true;
      printf("STORY run %d sees the connection break: unsettled as of %d\n", by, ledger)
    :: by != alive -> goto died
    fi;
    if :: by != alive -> goto died :: else fi
  }
answering:
  atomic {
    if
    :: by != alive -> goto died
    :: by == alive -> isKnown = true;
      if
      :: hasFailed -> printf("STORY its page sees the mutation fail\n")
      :: else -> assert(executions > 0); printf("STORY its page has the mutation's answer\n")
      fi
    fi
  }
  atomic { /* closeWhenHandled() */
    if
    :: intent == settled -> closeIntent(by)
    :: intent == unsettled -> intentRun = 0
    :: intent == nothing || intent == open || by != alive
    fi;
    goto done
  }
died:
  atomic {
    hasFailed = false;
    if
    :: d == 0 -> d = 1; by++; goto dispatched
    :: true /* no browser repeats it twice, some never do */
    fi
  }
  atomic { isKnown = true; printf("STORY its page sees the mutation fail\n") }
done:
  atomic { by = 0; d = 0; hasFailed = false }
}

/* The server, and the connection to it; the first mutation may come to it after the second. */
proctype Server(byte d) {
  byte n;
end:
  post[d] == sent;
  do
  :: atomic { post[d] == sent || post[d] == broken ->
      if
      :: executions == 0 || !KEYED ->
        executions++;
        printf("STORY the server executes the mutation\n");
        assert(SESSIONS || executions == 1); /* G8 */
        do
        :: n < KEYS -> server[n]++; made[n] = server[n]; n++
        :: else -> n = 0; break
        od
      :: else
      fi;
      post[d] = (post[d] == sent -> executed : over)
    }
  :: atomic { post[d] == executed -> post[d] = replied; cookie = 2; break }
  :: post[d] == executed -> post[d] = over; break
  :: post[d] == sent -> post[d] = broken
  :: (post[d] == sent || post[d] == broken) -> post[d] = over; break
  :: post[d] == over -> break
  od
}

/* No server works for longer than a minute: UNSETTLED_FOR in store/begin-run.ts. */
#define isUnderWay(d) (post[d] == sent || post[d] == broken || post[d] == executed)

/* Whoever stops the worker, and starts it again; and time, which ends what is unsettled: store/tend.ts. */
proctype Browser() {
end:
  do
  :: atomic { alive <= KILLS && hasBegun -> alive++; hasBegun = false; printf("STORY run %d is killed\n", alive - 1) }
  :: atomic { !hasBegun -> beginRun(alive); hasBegun = true; printf("STORY run %d begins\n", alive) }
  :: atomic { hasBegun && isKnown && intent == unsettled && !isUnderWay(0) && !isUnderWay(1) ->
      beginDraft(alive); invalidate(alive); intent = nothing; intentRun = 0; endDraft(alive);
      printf("STORY a minute is over: what was unsettled is wrong as of %d\n", ledger)
    }
  od
}

/* A webhook, another device. */
proctype Elsewhere(byte writes) {
  byte k;
  do
  :: writes == 0 -> break
  :: atomic { writes > 0 -> writes--; if :: k = 0 :: KEYS > 1 -> k = KEYS - 1 fi; server[k]++; k = 0; printf("STORY something changes at the server\n") }
  od
}

init {
  byte n;
  atomic {
    do
    :: n < KEYS -> entry[n].is = true; entry[n].asOf = 1; entry[n].kept = 2; entry[n].session = 1;
      entry[n].value = SESSIONS; server[n] = 0; n++
    :: else -> n = 0; break
    od;
    do
    :: n < FLIGHTS -> flight[n].state = idle; run Asking(n); n++
    :: else -> n = 0; break
    od;
    run Page(0, AGAIN);
    if :: OTHER > 0 -> run Page(1, OTHER) :: else fi;
    run Browser();
    if :: WRITES > 0 -> run Elsewhere(WRITES) :: else fi;
    if :: MUTATION -> run Mutating(); run Server(0); run Server(1) :: else fi
  }
}
