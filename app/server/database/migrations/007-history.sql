-- The audit trail: each state of a booking and of its payments, since when, and what brought it about.
create table history (
  id bigint generated always as identity primary key,
  booking_id bigint not null references bookings,
  -- Null where it is about the booking itself. No reference to the table: a payment that was taken away stays in here.
  payment_reference text,
  -- Of the row that changed: nothing is told twice.
  version integer not null,
  -- Null before the first state, and after a row was taken away.
  before text,
  after text,
  -- What the API was doing, or `database` for a change from elsewhere; `set payment_sync.cause` says more.
  cause text not null check (length(cause) between 1 and 200),
  -- Whose request it was, if it was a user's.
  actor_id bigint references users,
  at timestamptz not null,
  unique nulls not distinct (booking_id, payment_reference, version)
);

-- What is there already, as it was found.
insert into history (booking_id, version, after, cause, at)
  select id, version, status, 'migration', updated_at from bookings order by id;
insert into history (booking_id, payment_reference, version, after, cause, at)
  select booking_id, reference, version, status, 'migration', updated_at from payments order by id;

create function write_history(
  booking bigint, reference text, version integer, before text, after text, at timestamptz
) returns void language sql set search_path from current as $$
  insert into history (booking_id, payment_reference, version, before, after, cause, actor_id, at) values (
    booking, reference, version, before, after,
    coalesce(nullif(current_setting('payment_sync.cause', true), ''), 'database'),
    nullif(current_setting('payment_sync.actor', true), '')::bigint, at)
$$;

create function record_booking() returns trigger language plpgsql set search_path from current as $$
begin
  if tg_op = 'INSERT' then
    perform write_history(new.id, null, new.version, null, new.status, new.updated_at);
  elsif new.status <> old.status then
    perform write_history(new.id, null, new.version, old.status, new.status, new.updated_at);
  end if;
  return null;
end $$;
create trigger record_booking after insert or update on bookings for each row execute function record_booking();

create function record_payment() returns trigger language plpgsql set search_path from current as $$
begin
  if tg_op = 'INSERT' then
    perform write_history(new.booking_id, new.reference, new.version, null, new.status, new.updated_at);
  elsif tg_op = 'DELETE' then
    perform write_history(old.booking_id, old.reference, old.version + 1, old.status, null, clock_timestamp());
  elsif new.status <> old.status then
    perform write_history(new.booking_id, new.reference, new.version, old.status, new.status, new.updated_at);
  end if;
  return null;
end $$;
create trigger record_payment after insert or update or delete on payments
  for each row execute function record_payment();

create function keep_history() returns trigger language plpgsql as $$
begin
  raise exception 'what happened is not rewritten: % of % is refused', lower(tg_op), tg_table_name
    using errcode = 'check_violation', constraint = 'history_kept';
end $$;
create trigger keep_history before update or delete on history for each row execute function keep_history();
create trigger keep_whole_history before truncate on history for each statement execute function keep_history();

-- Money that arrived can't be made unheard of either.
create function keep_payment() returns trigger language plpgsql as $$
begin
  if old.status not in ('PENDING', 'FAILED') then
    raise exception 'payment % was received: it cannot be deleted', old.reference
      using errcode = 'check_violation', constraint = 'payment_kept';
  end if;
  return old;
end $$;
create trigger keep_payment before delete on payments for each row execute function keep_payment();
