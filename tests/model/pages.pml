/* Pages that read. Part of mechanism.pml. */

/* strategy/ask.ts, fly(): joins a request that was sent after every change and delivery, or sends one; while there are any left. */
inline start(i) {
  if
  :: flights < FLIGHTS ->
    i = flights; flights++;
    flight[i].key = k; flight[i].inRun = by; flight[i].session = mine;
    send(i);
    printf("STORY page %d: request %d is sent, as of %d\n", me, i, flight[i].asOf)
  :: else -> i = NOBODY
  fi
}
inline fly(i) {
  i = NOBODY;
  if
  :: intent != unsettled && session == mine -> at = MAX(changedAt(k), (JOIN_BEHIND -> 0 : entry[k].asOf)); newest(i, k, by, landedBefore)
  :: else
  fi;
  if
  :: i == NOBODY -> start(i)
  :: else -> printf("STORY page %d joins request %d\n", me, i)
  fi
}

/* A page that reads, and what answers it: strategy/planned.ts, look.ts, serve.ts and the strategies. */
proctype Page(byte me; byte reads) {
  byte k, by, mine, i, n, at, landedBefore, got, floor; /* floor: it may get nothing older */
  bool isSecond;
  do
  :: reads == 0 -> break
  :: atomic { reads > 0 && alive >= READ_FROM ->
      reads--;
      if :: k = 0 :: KEYS > 1 -> k = KEYS - 1 fi;
      floor = (isKnown -> (SESSIONS -> cookie : made[k]) : 0);
      floor = MAX(floor, (SESSIONS -> 0 : told[k]));
      printf("STORY page %d begins to read %d: it may get nothing older than version %d\n", me, k, floor)
    }
looking:
    atomic {
      hasBegun && writing == 0 -> by = alive; mine = session; /* session-of.ts */
#if GAPS
      do /* flights.ts: during(), what has landed before */
      :: n < flights -> landedBefore = landedBefore | ((flight[n].state == landed) << n); n++
      :: else -> n = 0; break
      od
    }
    atomic {
#endif
      if
      :: by == alive && isValid(k, mine) ->
        got = entry[k].value;
        printf("STORY page %d: the store has version %d\n", me, got);
        if :: true :: BEHIND && flights < FLIGHTS -> fly(i) fi; /* stale-while-revalidate.ts */
        goto got_
      :: by == alive -> fly(i)   /* cache-first.ts on a miss, network-first.ts */
      :: by == alive -> start(i) /* network-only.ts */
      :: by != alive -> goto died
      fi;
      landedBefore = 0
    }
    atomic {
      if
      :: by == alive && i == NOBODY -> goto over_
      :: by == alive && i != NOBODY && flight[i].state == landed -> got = flight[i].value
      :: by != alive -> goto died
      fi;
got_:
      landedBefore = 0;
      printf("STORY page %d gets version %d\n", me, got);
      assert(got >= floor); /* G2 and G3; G4, where versions are sessions */
      told[k] = MAX(told[k], got);
      goto over_
    }
died:
    atomic { /* the browser dispatches the event once more */
      landedBefore = 0; i = 0; by = 0; mine = 0;
      if
      :: !isSecond -> isSecond = true; printf("STORY page %d: its read is dispatched once more\n", me); goto looking
      :: else
      fi
    }
over_:
    atomic { k = 0; by = 0; mine = 0; i = 0; got = 0; floor = 0; isSecond = false }
  od
}
