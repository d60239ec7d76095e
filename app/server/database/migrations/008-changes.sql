-- What the live channel tells: one row for each user whom a change concerns. docs/decisions/order-of-changes.md
create table changes (
  seq bigint generated always as identity primary key,
  -- No foreign keys: they would lock the user's row for every change.
  user_id bigint not null,
  groups text[] not null,
  transaction xid8 not null default pg_current_xact_id(),
  at timestamptz not null default clock_timestamp()
);
create index changes_by_user on changes (user_id, seq);
create index changes_by_transaction on changes (transaction);

-- Whoever has seen nothing after this number may have missed what is not here any more.
create table changes_floor (
  only_row boolean primary key default true check (only_row),
  seq bigint not null
);
-- From the time on: a number from a database that was here before, or from an older backup's future, isn't taken for one of ours.
insert into changes_floor (seq)
  select setval(pg_get_serial_sequence('changes', 'seq'), (extract(epoch from clock_timestamp()) * 1000)::bigint);

-- Called at commit. The lock is held from here to the end of the transaction, so that numbers are taken in the order
-- of commits: whoever has read up to a number has missed nothing below it.
create function write_changes(client bigint, provider bigint, touched text[]) returns void
  language plpgsql set search_path from current as $$
begin
  perform pg_advisory_xact_lock('changes'::regclass::oid::bigint);
  insert into changes (user_id, groups) select distinct unnest(array[client, provider]), touched;
  -- Told once for each transaction, when it has committed.
  perform pg_notify('payment_sync_changes', '');
end $$;

create function tell_booking() returns trigger language plpgsql set search_path from current as $$
declare
  changed bookings := coalesce(new, old);
begin
  perform write_changes(changed.client_id, changed.provider_id, array['booking:' || changed.id, 'bookings']);
  return null;
end $$;

create function tell_payment() returns trigger language plpgsql set search_path from current as $$
declare
  changed payments := coalesce(new, old);
begin
  perform write_changes(client_id, provider_id, array['booking:' || id, 'bookings', 'payment:' || changed.reference])
    from bookings where id = changed.booking_id;
  return null;
end $$;

-- A booking shows its review.
create function tell_review() returns trigger language plpgsql set search_path from current as $$
begin
  perform write_changes(client_id, provider_id, array['booking:' || id, 'bookings'])
    from bookings where id = coalesce(new.booking_id, old.booking_id);
  return null;
end $$;

-- At commit, not at the statement: the lock is held for the shortest time, and after all row locks.
create constraint trigger tell_booking after insert or update or delete on bookings
  deferrable initially deferred for each row execute function tell_booking();
create constraint trigger tell_payment after insert or update or delete on payments
  deferrable initially deferred for each row execute function tell_payment();
create constraint trigger tell_review after insert or update or delete on reviews
  deferrable initially deferred for each row execute function tell_review();

-- A stream ends with its session, whichever instance has it. The payload is a hash, and opens nothing.
create function tell_session_end() returns trigger language plpgsql as $$
begin
  perform pg_notify('payment_sync_sessions', old.token_hash);
  return null;
end $$;
create trigger tell_session_end after delete on sessions for each row execute function tell_session_end();
