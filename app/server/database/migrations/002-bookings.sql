create table services (
  id bigint generated always as identity primary key,
  name text not null,
  description text not null,
  category text not null,
  price integer not null check (price > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  duration_minutes integer not null check (duration_minutes > 0),
  provider_id bigint not null references users
);

create table bookings (
  id bigint generated always as identity primary key,
  client_id bigint not null references users,
  provider_id bigint not null references users,
  service_id bigint not null references services,
  status text not null default 'PENDING' check (status in (
    'PENDING', 'CONFIRMED', 'PENDING_EXECUTION', 'IN_PROGRESS', 'AWAITING_CONFIRMATION', 'COMPLETED', 'CANCELLED')),
  scheduled_at timestamptz not null,
  note text not null default '',
  amount integer not null check (amount > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index bookings_by_client on bookings (client_id);
create index bookings_by_provider on bookings (provider_id);

create table reviews (
  booking_id bigint primary key references bookings,
  rating integer not null check (rating between 1 and 5),
  comment text not null
);

create function booking_may_become(before text, after text) returns boolean language sql immutable as $$
  select before = after or (before, after) in (
    ('PENDING', 'CONFIRMED'), ('PENDING', 'CANCELLED'),
    ('CONFIRMED', 'PENDING_EXECUTION'), ('CONFIRMED', 'CANCELLED'),
    ('PENDING_EXECUTION', 'IN_PROGRESS'),
    ('IN_PROGRESS', 'AWAITING_CONFIRMATION'),
    ('AWAITING_CONFIRMATION', 'COMPLETED'))
$$;

create function guard_booking() returns trigger language plpgsql as $$
begin
  if not booking_may_become(old.status, new.status) then
    raise exception 'booking % cannot go from % to %', old.id, old.status, new.status
      using errcode = 'check_violation', constraint = 'booking_transition';
  end if;
  if (new.client_id, new.provider_id, new.service_id, new.amount, new.currency, new.created_at)
    is distinct from (old.client_id, old.provider_id, old.service_id, old.amount, old.currency, old.created_at) then
    raise exception 'booking %: who, what and how much never change', old.id
      using errcode = 'check_violation', constraint = 'booking_fixed';
  end if;
  new.version := old.version + 1;
  new.updated_at := clock_timestamp();
  return new;
end $$;
create trigger guard_booking before update on bookings for each row execute function guard_booking();
