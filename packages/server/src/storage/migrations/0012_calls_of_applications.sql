-- Whether a source is healthy is told from a few rows that the recorder of exchanges keeps up to date, not by reading
-- exchanges: calls by the hour, the last call, what was seen first, and what went wrong last.

create table application_call_hours (
  organization_id uuid not null,
  source_application_id uuid not null,
  hour timestamptz not null,
  answered bigint not null,
  refused bigint not null,
  failed bigint not null,
  primary key (organization_id, source_application_id, hour)
) with (fillfactor = 50);

create table application_calls (
  organization_id uuid not null,
  source_application_id uuid not null,
  last_at timestamptz not null,
  last_method text collate "C" not null,
  last_path text not null,
  last_status smallint not null,
  last_user_agent text,
  -- The last call whose token was accepted and that did not fail by our fault.
  last_accepted_at timestamptz,
  -- Since when no call was accepted; null while calls are.
  trouble_since timestamptz,
  -- When the last such time ended.
  recovered_at timestamptz,
  -- Step of the checklist -> {"at", "userAgent", "scimId"} of the first call that took it.
  firsts jsonb not null,
  -- Kind of problem -> {"at", "status", "scimType", "detail", "userAgent"} of the last call that had it.
  problems jsonb not null,
  primary key (organization_id, source_application_id)
) with (fillfactor = 50);

alter table source_applications add column mode_changed_at timestamptz;

-- From where and by which client a token was used last, and who revoked it.
alter table bearer_tokens
  add column last_used_from text collate "C",
  add column last_used_by text,
  add column revoked_by text collate "C";

-- How many people and groups a directory has is counted as they are written: slot counters of the organization, kinds
-- people.enabled, people.disabled, people.binned, people.incomplete and groups.active.
insert into slot_counters (organization_id, source_application_id, kind, subject, slot, changes, amount, modified_at)
  select organization_id, '00000000-0000-0000-0000-000000000000', kind, '00000000-0000-0000-0000-000000000000', 0, 1,
      count(*), now()
    from (
      select organization_id, 'people.' || status as kind from directory_users
      union all
      select organization_id, 'people.incomplete' from directory_users where incomplete <> '{}'
      union all
      select organization_id, 'groups.active' from directory_groups where status = 'active') as people
    group by organization_id, kind;
