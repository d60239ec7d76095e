-- The runs of the API that live, and when each was last heard of: what a dead one began, another may finish. Unlogged:
-- after a crash of the server each living one is back within a second.
create unlogged table runs (
  id text primary key,
  seen_at timestamptz not null default now()
);
