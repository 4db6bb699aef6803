-- Some people no source may take away, and some the law wants kept: protection makes what a source does to them wait for
-- a person, a legal hold keeps them out of the recycle bin.
alter table directory_users
  -- {"reason", "by", "at"}; `protected` stands beside it for nodes of the version before.
  add column protection jsonb,
  add column legal_hold jsonb;
create index directory_users_protection on directory_users (organization_id, id) where protection is not null;
create index directory_users_legal_hold on directory_users (organization_id, id) where legal_hold is not null;

-- Why a change waits: more than the limit of the guard would go, or somebody who is protected would lose something.
alter table links add column guard_because text collate "C" check (guard_because in ('limit', 'protected'));
