-- A policy may take leavers away by and by: out of their groups, into the recycle bin, erased. Where somebody stands is a
-- fact of the person; what is due is found by its date, whoever leads.
alter table directory_users
  -- {"from", "ladder", "since", "groupsAt", "binAt", "eraseAt", "outOfGroups", "stopped"}
  add column leaving jsonb,
  add column leaving_due_at timestamptz;
create index directory_users_leaving_due on directory_users (leaving_due_at) where leaving_due_at is not null;
create index directory_users_leaving on directory_users (organization_id, id) where leaving is not null;

-- What keeps a leaver out of groups until the person comes back.
create index membership_exceptions_deprovisioned on membership_exceptions
  (organization_id, source_application_id, member_id) where reason = 'deprovisioned';

-- Tombstones: that somebody was here and is erased; nothing that tells who it was.
create table erased_people (
  organization_id uuid not null,
  directory_user_id uuid not null,
  source_application_id uuid,
  left_at timestamptz,
  erased_at timestamptz not null,
  actor text collate "C" not null,
  primary key (organization_id, directory_user_id)
);

-- Whom the trail is about, for an erasure.
create index audit_entries_target on audit_entries (organization_id, target text_pattern_ops, id) where target is not null;
