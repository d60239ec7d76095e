create table users (
  id bigint generated always as identity primary key,
  name text not null check (name <> ''),
  email text not null check (email = lower(email)),
  role text not null check (role in ('CLIENT', 'PROVIDER')),
  password_hash text not null,
  created_at timestamptz not null default now(),
  unique (email)
);

-- Only a hash of the token: whoever reads this table can't become anybody.
create table sessions (
  token_hash text primary key,
  user_id bigint not null references users on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index sessions_by_expiry on sessions (expires_at);
