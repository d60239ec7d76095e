-- How many guesses at a password are left, for all instances together. Unlogged: after a crash everybody starts anew.
create unlogged table failed_logins (
  -- A hash of address and email.
  who text primary key,
  -- When all guesses will be there again.
  restored_at timestamptz not null
);
