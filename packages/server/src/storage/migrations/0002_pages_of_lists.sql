-- Lists are walked page by page while others write, on any node: cursors are sealed with a key that all nodes share, and
-- a page by index goes on where the page before it ended.

-- One row: made here once for this installation, from 244 random bits.
create table cursor_keys (
  singleton boolean primary key default true check (singleton),
  key bytea not null
);
insert into cursor_keys (key) values (sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())));

-- Where a page by index ended, sealed: it may hold what people are called. At most 4,096 of each application: a later
-- one takes the place of an older one, whose list goes on by counting. Unlogged, since a lost one costs no more than that.
create unlogged table list_bookmarks (
  organization_id uuid not null,
  source_application_id uuid not null,
  slot smallint not null,
  -- SHA-256 of the list and the index at which its next page begins.
  place bytea not null,
  position text not null,
  kept_until timestamptz not null,
  primary key (organization_id, source_application_id, slot)
) with (fillfactor = 50);
