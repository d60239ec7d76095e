-- One row per Idempotency-Key. The answer is written in the transaction that does the work: both or neither survive.
create table idempotency_keys (
  owner bigint not null references users on delete cascade,
  key text not null,
  method text not null,
  path text not null,
  body_digest text not null,
  -- The run of the API that executes it, and since when; it counts as dead after a while.
  claimed_by text not null,
  claimed_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  -- Null while it runs.
  status integer,
  headers text,
  body text,
  primary key (owner, key)
);
create index idempotency_keys_by_age on idempotency_keys (created_at);
