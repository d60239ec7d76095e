create table payments (
  id bigint generated always as identity primary key,
  booking_id bigint not null references bookings,
  reference text not null unique check (reference ~ '^[A-Za-z0-9.=-]{1,100}$'),
  status text not null default 'PENDING' check (status in (
    'PENDING', 'ESCROW', 'HELD_IN_ESCROW', 'RELEASED', 'COMPLETED', 'FAILED')),
  amount integer not null check (amount > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- Null until Paystack has answered the first time.
  authorization_url text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  paid_at timestamptz,
  check ((paid_at is null) = (status in ('PENDING', 'FAILED')))
);
create index payments_by_booking on payments (booking_id);
-- Two tabs that pay at once must get one checkout.
create unique index one_open_payment_per_booking on payments (booking_id) where status = 'PENDING';

-- Paystack may report a charge after we gave it up (FAILED): money that arrived is never denied. Nothing leads back
-- from money that was received.
create function payment_may_become(before text, after text) returns boolean language sql immutable as $$
  select before = after or (before, after) in (
    ('PENDING', 'ESCROW'), ('PENDING', 'HELD_IN_ESCROW'), ('PENDING', 'FAILED'),
    ('FAILED', 'ESCROW'), ('FAILED', 'HELD_IN_ESCROW'),
    ('ESCROW', 'HELD_IN_ESCROW'), ('ESCROW', 'RELEASED'),
    ('HELD_IN_ESCROW', 'RELEASED'),
    ('RELEASED', 'COMPLETED'))
$$;

create function guard_payment() returns trigger language plpgsql as $$
begin
  if not payment_may_become(old.status, new.status) then
    raise exception 'payment % cannot go from % to %', old.reference, old.status, new.status
      using errcode = 'check_violation', constraint = 'payment_transition';
  end if;
  if (new.booking_id, new.reference, new.amount, new.currency, new.created_at)
    is distinct from (old.booking_id, old.reference, old.amount, old.currency, old.created_at) then
    raise exception 'payment %: what it is for and how much never change', old.reference
      using errcode = 'check_violation', constraint = 'payment_fixed';
  end if;
  new.version := old.version + 1;
  new.updated_at := clock_timestamp();
  return new;
end $$;
create trigger guard_payment before update on payments for each row execute function guard_payment();

-- When Paystack was last asked about a payment. Apart, because asking changes nothing about the payment.
create table payment_checks (
  reference text primary key references payments (reference) on delete cascade,
  checked_at timestamptz not null default now()
);
