-- The tables of Rollcall. Every key and index of organization data begins with organization_id (then the source
-- application where there is one), so that an organization's rows lie together and the tables can be distributed by it.
-- Key, sort and cursor columns are COLLATE "C"; case is folded in the program only.

create extension if not exists pg_trgm;
create extension if not exists btree_gin;

create table organizations (
  id uuid primary key,
  name text not null,
  slug text collate "C" not null unique,
  created_at timestamptz not null
);

-- The domains that an organization declares as its own; an application's share of them stands in
-- source_application_domains.
create table organization_domains (
  organization_id uuid not null references organizations,
  domain text collate "C" not null,
  created_at timestamptz not null,
  primary key (organization_id, domain)
);

create table source_applications (
  organization_id uuid not null references organizations,
  id uuid not null,
  display_name text not null,
  mode text collate "C" not null default 'live' check (mode in ('live', 'observe', 'paused', 'refusing')),
  -- The deleted application whose people this one takes over as they arrive.
  succeeds uuid,
  -- Its tokens may come as the password of HTTP Basic.
  basic_allowed boolean not null default false,
  -- What an administrator should look into: duplicate-external-id.
  flags text[] not null default '{}',
  created_at timestamptz not null,
  modified_at timestamptz not null,
  -- The directory is behind: it went live again, and held effects are being applied.
  catching_up boolean not null default false,
  -- A deleted application answers nothing and stays restorable for 30 days.
  deleted_at timestamptz,
  -- What becomes of its people; set while that is being carried out.
  people_fate text collate "C" check (people_fate in ('keep', 'disable', 'bin')),
  primary key (organization_id, id)
);
-- A SCIM base URL names the application alone.
create unique index source_applications_id on source_applications (id);
create index source_applications_unfinished on source_applications (organization_id, id)
  where catching_up or people_fate is not null;

create table source_application_domains (
  organization_id uuid not null,
  source_application_id uuid not null,
  domain text collate "C" not null,
  primary key (organization_id, source_application_id, domain),
  foreign key (organization_id, domain) references organization_domains on delete cascade
);

create table bearer_tokens (
  organization_id uuid not null,
  source_application_id uuid not null,
  id uuid not null,
  name text not null,
  -- SHA-256 of the token; the token itself is shown once and kept nowhere.
  hash bytea not null,
  -- The last four characters, by which a person tells tokens apart.
  hint text not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  primary key (organization_id, source_application_id, id)
);
-- The only look-up that does not begin with the organization: a request knows nothing but its token.
create unique index bearer_tokens_hash on bearer_tokens (hash);

-- Clients that exchange their credentials for access tokens (RFC 6749 section 4.4).
create table oauth_clients (
  organization_id uuid not null,
  source_application_id uuid not null,
  id uuid not null,
  name text not null,
  secret_hash bytea not null,
  hint text not null,
  created_at timestamptz not null,
  revoked_at timestamptz,
  primary key (organization_id, source_application_id, id)
);

-- Opaque, of one hour; looked up by nothing but the token, as bearer tokens are.
create table oauth_access_tokens (
  hash bytea primary key,
  organization_id uuid not null,
  source_application_id uuid not null,
  oauth_client_id uuid not null,
  expires_at timestamptz not null
);
create index oauth_access_tokens_client on oauth_access_tokens
  (organization_id, source_application_id, oauth_client_id, expires_at);

create table api_keys (
  id uuid primary key,
  -- Null: the whole installation.
  organization_id uuid references organizations,
  role text collate "C" not null check (role in ('owner', 'administrator', 'auditor')),
  name text not null,
  hash bytea not null unique,
  hint text not null,
  created_at timestamptz not null,
  revoked_at timestamptz
);

-- Every saved mapping is kept; the highest version is in force.
create table mappings (
  organization_id uuid not null,
  source_application_id uuid not null,
  version integer not null,
  users jsonb not null,
  groups jsonb not null,
  created_at timestamptz not null,
  primary key (organization_id, source_application_id, version)
);

create table deprovisioning_policies (
  organization_id uuid not null,
  source_application_id uuid not null,
  policy jsonb not null,
  modified_at timestamptz not null,
  primary key (organization_id, source_application_id)
);

-- Custom attributes of the organization's directory; the built-in ones stand in domain/directory-attribute.ts.
create table directory_attributes (
  organization_id uuid not null references organizations,
  name text collate "C" not null,
  label text not null,
  type text collate "C" not null check (type in ('string', 'boolean', 'number', 'dateTime')),
  multi_valued boolean not null,
  created_at timestamptz not null,
  primary key (organization_id, name)
);

-- One row: every change to tokens, applications, mappings and policies raises it, and nodes poll it.
create table settings_versions (
  singleton boolean primary key default true check (singleton),
  version bigint not null
);
insert into settings_versions (version) values (1);

-- What a source application believes that it wrote. Documents leave out meta, a user's groups and a group's members.
create table provisioned_resources (
  organization_id uuid not null,
  source_application_id uuid not null,
  resource_type text collate "C" not null,
  id uuid not null,
  -- A user's userName or a group's displayName, case folded.
  name_key text collate "C",
  external_id text collate "C",
  -- The first e-mail address, case folded; the others stand in other_email_keys.
  email_key text collate "C",
  other_email_keys text[] collate "C",
  active boolean,
  -- Ready-made JSON: sent as it is when no projection is asked for.
  document text not null,
  -- The copy that filters read: values folded where the schema is not case exact, instants in UTC; without `active`.
  searchable jsonb not null,
  version bigint not null,
  created_at timestamptz not null,
  modified_at timestamptz not null,
  primary key (organization_id, source_application_id, resource_type, id)
) with (fillfactor = 70, toast_tuple_target = 8160);
create unique index provisioned_resources_user_name on provisioned_resources
  (organization_id, source_application_id, name_key) where resource_type = 'User';
create index provisioned_resources_group_name on provisioned_resources
  (organization_id, source_application_id, name_key) where resource_type = 'Group';
create index provisioned_resources_external_id on provisioned_resources
  (organization_id, source_application_id, external_id) where external_id is not null;
create index provisioned_resources_email on provisioned_resources
  (organization_id, source_application_id, email_key) where email_key is not null;
create index provisioned_resources_other_emails on provisioned_resources
  using gin (organization_id, source_application_id, other_email_keys) where other_email_keys is not null;

-- Which provisioned resource is which directory user or group. A link outlives its resource, closed: the return of a
-- leaver looks for it, and a member id that was issued and deleted is told from one that never was.
create table links (
  organization_id uuid not null,
  source_application_id uuid not null,
  resource_id uuid not null,
  resource_type text collate "C" not null,
  state text collate "C" not null check (state in ('linked', 'pending', 'conflict', 'ignored', 'closed')),
  directory_id uuid,
  owning boolean not null,
  -- Computed and not yet in force (observe, paused): what the directory holds is older than the resource.
  held boolean not null default false,
  -- Of a link that does not own its person: what its source last said of the status and is in force; null for nothing.
  source_active boolean,
  -- Why there is a conflict, and with whom.
  conflict jsonb,
  -- Of the resource when the link was closed.
  external_id text collate "C",
  name_key text collate "C",
  created_at timestamptz not null,
  closed_at timestamptz,
  primary key (organization_id, source_application_id, resource_id)
) with (fillfactor = 85);
create index links_directory on links (organization_id, directory_id) where directory_id is not null;
create index links_closed_external_id on links
  (organization_id, source_application_id, resource_type, external_id) where state = 'closed' and external_id is not null;
create index links_closed_name on links
  (organization_id, source_application_id, resource_type, name_key) where state = 'closed' and name_key is not null;
create index links_conflict on links (organization_id, source_application_id, resource_id) where state = 'conflict';
create index links_held on links (organization_id, source_application_id, resource_id) where held;

create table directory_users (
  organization_id uuid not null references organizations,
  id uuid not null,
  user_name_key text collate "C",
  email_key text collate "C",
  -- Attribute name -> {"value", "from": source application or null, "path", "at"}.
  attributes jsonb not null,
  -- Computed from the facts below by domain/directory-user-status.ts, never just set.
  status text collate "C" not null check (status in ('enabled', 'disabled', 'binned')),
  -- What the owning source last said and the directory took over; null where no source has said anything.
  source_active boolean,
  hold jsonb,
  override jsonb,
  override_expires_at timestamptz,
  held_back boolean not null default false,
  binned_by text collate "C" check (binned_by in ('source', 'administrator')),
  binned_at timestamptz,
  -- Names of required attributes that did not arrive.
  incomplete text[] not null default '{}',
  flags text[] not null default '{}',
  protected boolean not null default false,
  search_text text not null,
  version bigint not null,
  created_at timestamptz not null,
  modified_at timestamptz not null,
  primary key (organization_id, id)
) with (fillfactor = 75, toast_tuple_target = 8160);
create index directory_users_user_name on directory_users (organization_id, user_name_key);
create index directory_users_email on directory_users (organization_id, email_key) where email_key is not null;
create index directory_users_search on directory_users using gin (organization_id, search_text gin_trgm_ops);
create index directory_users_override_expiry on directory_users (override_expires_at)
  where override_expires_at is not null;

create table directory_groups (
  organization_id uuid not null references organizations,
  id uuid not null,
  name_key text collate "C",
  attributes jsonb not null,
  status text collate "C" not null check (status in ('active', 'binned')),
  binned_at timestamptz,
  search_text text not null,
  version bigint not null,
  created_at timestamptz not null,
  modified_at timestamptz not null,
  primary key (organization_id, id)
) with (fillfactor = 85);
create index directory_groups_name on directory_groups (organization_id, name_key);
create index directory_groups_search on directory_groups using gin (organization_id, search_text gin_trgm_ops);

-- Members that stand without a source: those of a group whose resource is gone (binned or kept).
create table directory_group_members (
  organization_id uuid not null,
  directory_group_id uuid not null,
  directory_user_id uuid not null,
  primary key (organization_id, directory_group_id, directory_user_id)
);
create index directory_group_members_user on directory_group_members (organization_id, directory_user_id);

-- One row per (group, member): the source says so. What is effective in the directory is computed from it.
create table group_memberships (
  organization_id uuid not null,
  source_application_id uuid not null,
  group_id uuid not null,
  member_id uuid not null,
  member_type text collate "C" not null,
  created_at timestamptz not null,
  primary key (organization_id, source_application_id, group_id, member_id)
);
create index group_memberships_member on group_memberships (organization_id, source_application_id, member_id, group_id);

-- What keeps a membership's effect apart from what the source says: effective although not provisioned, or not
-- effective although provisioned.
create table membership_exceptions (
  organization_id uuid not null,
  source_application_id uuid not null,
  group_id uuid not null,
  member_id uuid not null,
  effective boolean not null,
  reason text collate "C" not null,
  created_at timestamptz not null,
  primary key (organization_id, source_application_id, group_id, member_id)
);

-- Counters that many writers raise at once, sixteen slots each: group versions and member counts ('members', subject =
-- group), totals of unfiltered lists ('total.User', 'total.Group').
create table slot_counters (
  organization_id uuid not null,
  source_application_id uuid not null,
  kind text collate "C" not null,
  subject uuid not null,
  slot smallint not null,
  changes bigint not null,
  amount bigint not null,
  modified_at timestamptz not null,
  primary key (organization_id, source_application_id, kind, subject, slot)
) with (fillfactor = 50);

-- One fact that happened, append-only. Columns that identify a person (changes, external_id) stand apart from the fact,
-- so that an erasure empties them and leaves the fact.
create table provisioning_events (
  organization_id uuid not null,
  id uuid not null,
  type text collate "C" not null,
  outcome text collate "C" not null,
  reason text,
  actor text collate "C" not null,
  source_application_id uuid,
  directory_user_id uuid,
  directory_group_id uuid,
  scim_id uuid,
  exchange_id uuid,
  external_id text collate "C",
  changes jsonb,
  occurred_at timestamptz not null,
  primary key (organization_id, id)
);
create index provisioning_events_directory_user on provisioning_events (organization_id, directory_user_id, id)
  where directory_user_id is not null;

-- The outbox: the sequencer takes events from here and gives each its position.
create table provisioning_event_queue (
  id bigint generated always as identity primary key,
  organization_id uuid not null,
  event_id uuid not null
);
create table provisioning_event_positions (
  organization_id uuid not null,
  position bigint not null,
  event_id uuid not null,
  primary key (organization_id, position)
);
create table provisioning_event_feeds (
  organization_id uuid primary key,
  epoch uuid not null default gen_random_uuid(),
  last_position bigint not null
);

-- Recorded SCIM requests with their answers. Buffered by the server: up to one second of them may be lost by a kill.
create table exchanges (
  organization_id uuid not null,
  source_application_id uuid not null,
  id uuid not null,
  method text collate "C" not null,
  path text not null,
  status smallint not null,
  scim_type text collate "C",
  detail text,
  outcome text collate "C",
  reason text,
  resource_id uuid,
  dialects text[] not null,
  user_agent text,
  duration_microseconds integer not null,
  occurred_at timestamptz not null,
  primary key (organization_id, source_application_id, id)
);
create index exchanges_resource on exchanges (organization_id, source_application_id, resource_id, id)
  where resource_id is not null;

-- Attribute paths that a source sends and nothing maps or keeps, counted.
create table received_attributes (
  organization_id uuid not null,
  source_application_id uuid not null,
  path text collate "C" not null,
  received bigint not null,
  last_at timestamptz not null,
  primary key (organization_id, source_application_id, path)
);

-- Called inside a write: where a part of it changed fewer rows than it describes, somebody else was faster; the whole
-- statement rolls back and is decided again. The caller knows it by SQLSTATE RC001.
create function require_rows(part text, expected bigint, changed bigint) returns boolean language plpgsql as $$
begin
  if changed <> expected then
    raise exception 'write missed: % changed % of % rows', part, changed, expected using errcode = 'RC001';
  end if;
  return true;
end $$;

-- Called inside a write that creates directory users: takes the match keys (transaction-scoped advisory locks) and
-- looks again, with a snapshot of its own, whether the people found with those keys are still the ones that the
-- decision saw. Two applications that create the same person at once come one after the other here.
create function claim_match_keys(organization uuid, keys text[], seen uuid[]) returns boolean language plpgsql as $$
declare
  lock_key bigint;
  present uuid[];
begin
  -- An import of many people takes this key alone instead of a key per person.
  perform pg_advisory_xact_lock_shared(hashtextextended(organization::text, 1));
  for lock_key in
    select distinct hashtextextended(organization::text || ' ' || key, 0) as k from unnest(keys) as key order by k
  loop
    perform pg_advisory_xact_lock(lock_key);
  end loop;
  select coalesce(array_agg(id order by id), '{}') into present from (
    select d.id from directory_users d where d.organization_id = organization and d.user_name_key = any (keys)
    union
    select d.id from directory_users d where d.organization_id = organization and d.email_key = any (keys)
    order by id limit 50
  ) as people;
  if present <> seen then
    raise exception 'write missed: the people with these match keys changed' using errcode = 'RC001';
  end if;
  return true;
end $$;

-- Called inside a write that gives a group its name: takes the name (a transaction-scoped advisory lock) and looks again,
-- with a snapshot of its own, whether the groups that have it are still the ones that the decision saw.
create function claim_group_name(organization uuid, application uuid, key text, seen uuid[])
returns boolean language plpgsql as $$
declare
  present uuid[];
begin
  perform pg_advisory_xact_lock(hashtextextended(application::text || ' group ' || key, 0));
  select coalesce(array_agg(r.id order by r.id), '{}') into present from provisioned_resources r
    where r.organization_id = organization and r.source_application_id = application and r.resource_type = 'Group'
      and r.name_key = key;
  if present <> seen then
    raise exception 'write missed: the groups with this name changed' using errcode = 'RC001';
  end if;
  return true;
end $$;

-- Functions that lock a resource first and look afterwards, with a snapshot of their own: a member that was added
-- while we waited for the lock is seen, so that no membership outlives its user or group.

-- Where the departure is not in force (observed, held), the directory keeps the member: an exception for each membership
-- that was effective, none for one that was not.
create function leave_groups(organization uuid, application uuid, type text, resource uuid, outcome text, at timestamptz)
returns table (group_id uuid, member_id uuid) language plpgsql as $$
begin
  perform 1 from provisioned_resources r
    where r.organization_id = organization and r.source_application_id = application
      and r.resource_type = type and r.id = resource
    for update;
  if outcome <> 'applied' then
    insert into membership_exceptions (organization_id, source_application_id, group_id, member_id, effective, reason,
        created_at)
      select organization, application, m.group_id, resource, true, outcome, at
        from group_memberships m
        where m.organization_id = organization and m.source_application_id = application and m.member_id = resource
      on conflict do nothing;
  end if;
  delete from membership_exceptions x
    where x.organization_id = organization and x.source_application_id = application and x.member_id = resource
      and (outcome = 'applied' or not x.effective)
      and x.group_id in (
        select m.group_id from group_memberships m
          where m.organization_id = organization and m.source_application_id = application and m.member_id = resource);
  return query
    delete from group_memberships m
      where m.organization_id = organization and m.source_application_id = application and m.member_id = resource
      returning m.group_id, m.member_id;
end $$;

-- Removes every member of a group but those to keep.
create function remove_other_members(organization uuid, application uuid, the_group uuid, keep uuid[])
returns table (member_id uuid) language plpgsql as $$
begin
  perform 1 from provisioned_resources r
    where r.organization_id = organization and r.source_application_id = application
      and r.resource_type = 'Group' and r.id = the_group
    for update;
  return query
    delete from group_memberships m
      where m.organization_id = organization and m.source_application_id = application and m.group_id = the_group
        and not exists (select from unnest(keep) as kept where kept = m.member_id)
      returning m.member_id;
end $$;

-- Takes a group apart: its memberships, exceptions and counters go; its members stay with the directory group as members
-- without a source when one is named. Where that is not in force (observed, held), exceptions keep the members effective
-- who were, and remember with the reason 'group-deleted' whom the group had when it was deleted.
create function disband_group(organization uuid, application uuid, the_group uuid, directory_group uuid, outcome text,
  at timestamptz)
returns bigint language plpgsql as $$
declare
  gone bigint;
begin
  perform 1 from provisioned_resources r
    where r.organization_id = organization and r.source_application_id = application
      and r.resource_type = 'Group' and r.id = the_group
    for update;
  if outcome <> 'applied' then
    insert into membership_exceptions as x (organization_id, source_application_id, group_id, member_id, effective,
        reason, created_at)
      select organization, application, the_group, m.member_id, true, 'group-deleted', at
        from group_memberships m
        where m.organization_id = organization and m.source_application_id = application and m.group_id = the_group
      on conflict (organization_id, source_application_id, group_id, member_id) do update set reason = 'group-deleted';
  else
    if directory_group is not null then
      insert into directory_group_members (organization_id, directory_group_id, directory_user_id)
        select organization, directory_group, l.directory_id
          from group_memberships m
          join links l on l.organization_id = organization and l.source_application_id = application
            and l.resource_id = m.member_id
          where m.organization_id = organization and m.source_application_id = application and m.group_id = the_group
            and l.resource_type = 'User' and l.directory_id is not null
            and (l.owning or l.source_active is distinct from false)
        on conflict do nothing;
    end if;
    delete from membership_exceptions x
      where x.organization_id = organization and x.source_application_id = application and x.group_id = the_group;
  end if;
  delete from slot_counters s
    where s.organization_id = organization and s.source_application_id = application and s.kind = 'members'
      and s.subject = the_group;
  with removed as (
    delete from group_memberships m
      where m.organization_id = organization and m.source_application_id = application and m.group_id = the_group
      returning 1)
    select count(*) into gone from removed;
  return gone;
end $$;

-- Lets the members of a directory group stay without a source when its resource was deleted before that came into force
-- (those whom it had then), or when its application is deleted (those who are effective; resource and memberships stay).
create function keep_members(organization uuid, application uuid, the_group uuid, directory_group uuid)
returns bigint language plpgsql as $$
declare
  kept bigint;
  resource_gone boolean;
begin
  resource_gone := not exists (
    select from provisioned_resources r
      where r.organization_id = organization and r.source_application_id = application
        and r.resource_type = 'Group' and r.id = the_group);
  with members as (
    select m.member_id from group_memberships m
      where m.organization_id = organization and m.source_application_id = application and m.group_id = the_group
        and not exists (select from membership_exceptions x
          where x.organization_id = organization and x.source_application_id = application
            and x.group_id = the_group and x.member_id = m.member_id and not x.effective)
    union
    select x.member_id from membership_exceptions x
      where x.organization_id = organization and x.source_application_id = application and x.group_id = the_group
        and case when resource_gone then x.reason = 'group-deleted' else x.effective end),
  stayed as (
    insert into directory_group_members (organization_id, directory_group_id, directory_user_id)
      select organization, directory_group, l.directory_id
        from members m
        join links l on l.organization_id = organization and l.source_application_id = application
          and l.resource_id = m.member_id
        where l.resource_type = 'User' and l.directory_id is not null
          and (l.owning or l.source_active is distinct from false)
      on conflict do nothing
      returning 1)
    select count(*) into kept from stayed;
  if resource_gone then
    delete from membership_exceptions x
      where x.organization_id = organization and x.source_application_id = application and x.group_id = the_group;
  end if;
  return kept;
end $$;
