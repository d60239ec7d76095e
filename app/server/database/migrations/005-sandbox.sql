-- What the sandbox knows, as if it were Paystack's own database: nothing else may read it.
create table sandbox_transactions (
  reference text primary key,
  amount integer not null check (amount > 0),
  currency text not null,
  callback_url text not null,
  metadata text not null default '{}',
  -- Paystack calls a transaction that nobody has paid yet abandoned.
  status text not null default 'abandoned' check (status in ('abandoned', 'success', 'failed')),
  created_at timestamptz not null default now(),
  paid_at timestamptz
);
