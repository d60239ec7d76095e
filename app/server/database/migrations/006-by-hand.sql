-- Whoever types a change into psql has another search path: the guards find their own schema all the same.
alter function guard_booking() set search_path from current;
alter function guard_payment() set search_path from current;

-- Nothing begins in the middle: a payment that was never pending was never paid either. Who brings records over from
-- elsewhere says so: set payment_sync.cause = 'import'.
create function guard_beginning() returns trigger language plpgsql as $$
begin
  if new.status <> 'PENDING' and coalesce(current_setting('payment_sync.cause', true), '') <> 'import' then
    raise exception 'a new row of % is PENDING, not %', tg_table_name, new.status
      using errcode = 'check_violation', constraint = tg_argv[0];
  end if;
  return new;
end $$;
create trigger guard_beginning before insert on bookings
  for each row execute function guard_beginning('booking_begins');
create trigger guard_beginning before insert on payments
  for each row execute function guard_beginning('payment_begins');
