-- Administrators sign in to the console: who they are, what they see, where they are signed in, the links by which they
-- come in, and the trail of what administrators and API keys changed. Only the trail is organization data; the others
-- belong to the installation.

create table administrators (
  id uuid primary key,
  email text not null,
  -- The address, case folded.
  email_key text collate "C" not null unique,
  name text not null,
  role text collate "C" not null check (role in ('owner', 'administrator', 'auditor')),
  whole_installation boolean not null,
  -- Argon2id with its parameters and salt.
  password_hash text not null,
  -- Sealed with the installation's key; in force once confirmed.
  totp_secret text,
  totp_confirmed boolean not null default false,
  -- The 30-second step of the last code that was used: each works once.
  totp_last_step bigint,
  last_signed_in_at timestamptz,
  created_at timestamptz not null,
  modified_at timestamptz not null,
  check (role <> 'owner' or whole_installation)
);

create table administrator_organizations (
  organization_id uuid not null references organizations,
  administrator_id uuid not null references administrators on delete cascade,
  primary key (organization_id, administrator_id)
);
create index administrator_organizations_administrator on administrator_organizations (administrator_id);

create table recovery_codes (
  administrator_id uuid not null references administrators on delete cascade,
  -- SHA-256 of the code; a used one is deleted.
  hash bytea not null,
  primary key (administrator_id, hash)
);

create table sessions (
  -- SHA-256 of what the cookie holds: a request knows nothing else.
  hash bytea primary key,
  id uuid not null unique,
  administrator_id uuid not null references administrators on delete cascade,
  -- The password was right, and a code has to come.
  awaits_second_factor boolean not null,
  address text,
  user_agent text,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  expires_at timestamptz not null
);
create index sessions_administrator on sessions (administrator_id);
create index sessions_expiry on sessions (expires_at);

-- Links that are good for one use: the set-up of an empty installation, an invitation, a new password.
create table access_links (
  -- SHA-256 of the link's token.
  hash bytea primary key,
  id uuid not null unique,
  kind text collate "C" not null check (kind in ('setup', 'invitation', 'reset')),
  -- Whose password is reset.
  administrator_id uuid references administrators on delete cascade,
  email text,
  role text collate "C" check (role in ('owner', 'administrator', 'auditor')),
  whole_installation boolean,
  organization_ids uuid[],
  invited_by text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

-- Failed sign-ins of an e-mail address or a network address within the window that began at first_at.
create table sign_in_failures (
  subject text collate "C" primary key,
  failures integer not null,
  first_at timestamptz not null
);

-- What was changed, by whom, before and after. Without secrets. Entries of the installation itself have an organization of
-- zeros. Ids are in the order of time.
create table audit_entries (
  organization_id uuid not null,
  id uuid not null,
  action text collate "C" not null,
  actor_kind text collate "C" not null check (actor_kind in ('administrator', 'api-key', 'nobody', 'server')),
  actor_id uuid,
  actor_name text not null,
  target text,
  target_name text,
  -- False until the change was made: an entry is written before it and completed after it, so that none is missing.
  completed boolean not null,
  changes jsonb not null,
  address text,
  request_id text,
  at timestamptz not null,
  primary key (organization_id, id)
);
create index audit_entries_actor on audit_entries (organization_id, actor_id, id) where actor_id is not null;
create index audit_entries_action on audit_entries (organization_id, action, id);
