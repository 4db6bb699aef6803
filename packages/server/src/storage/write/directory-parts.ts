import { allRows, type Part } from "./change-part.ts";
import * as directory from "./directory-rows.ts";
import { rejoinWrites } from "./ladder-memberships.ts";

/** The parts that write directory users and directory groups, in their order in the statement. */
export const directoryParts: readonly Part[] = [
  {
    name: "directory_user_inserts",
    columns: directory.directoryUserColumns,
    rows: directory.directoryUserInserts,
    writes: [
      `directory_user_inserted as (
  insert into directory_users (organization_id, id, user_name_key, email_key, name_key, attributes, status,
    source_active, sources_active, hold, override, override_expires_at, held_back, binned_by, binned_at, incomplete, flags, protected,
    protection, legal_hold, leaving, leaving_due_at, search_text, version, created_at, modified_at)
  select organization_id, id, user_name_key, email_key, name_key, attributes, status, source_active, sources_active, hold, override,
      override_expires_at, held_back, binned_by, binned_at, incomplete, flags, protected, protection,
      legal_hold, leaving, leaving_due_at, search_text, version, created_at, modified_at
    from directory_user_inserts_in
  returning id)`,
    ],
    checks: [allRows("directory_user_inserts", "directory_user_inserted")],
  },
  {
    name: "directory_user_updates",
    columns: directory.directoryUserColumns,
    rows: directory.directoryUserUpdates,
    writes: [
      `directory_user_updated as (
  update directory_users d set user_name_key = i.user_name_key, email_key = i.email_key, name_key = i.name_key,
      attributes = i.attributes, status = i.status, source_active = i.source_active,
      sources_active = i.sources_active, hold = i.hold, override = i.override,
      override_expires_at = i.override_expires_at, held_back = i.held_back, binned_by = i.binned_by,
      binned_at = i.binned_at, incomplete = i.incomplete, flags = i.flags, leaving = i.leaving,
      leaving_due_at = i.leaving_due_at, protected = i.protected,
      protection = i.protection, legal_hold = i.legal_hold, search_text = i.search_text, version = i.version, modified_at = i.modified_at
    from directory_user_updates_in i
    where d.organization_id = $1 and d.id = i.id and d.version = i.expected_version
  returning d.id)`,
    ],
    checks: [allRows("directory_user_updates", "directory_user_updated")],
  },
  {
    // The person's values stayed: only status and version are written, which no index holds.
    name: "directory_user_touches",
    columns: directory.directoryUserTouchColumns,
    rows: directory.directoryUserTouches,
    writes: [
      `directory_user_touched as (
  update directory_users d set status = i.status, source_active = i.source_active,
      sources_active = i.sources_active, hold = i.hold, override = i.override,
      override_expires_at = i.override_expires_at, held_back = i.held_back, binned_by = i.binned_by,
      binned_at = i.binned_at, flags = i.flags, leaving = i.leaving,
      leaving_due_at = i.leaving_due_at, version = i.version, modified_at = i.modified_at
    from directory_user_touches_in i
    where d.organization_id = $1 and d.id = i.id and d.version = i.expected_version
  returning d.id)`,
    ],
    checks: [allRows("directory_user_touches", "directory_user_touched")],
  },
  {
    name: "match_keys",
    columns: "organization_id uuid, directory_user_id uuid, attributes text[], keys text[]",
    rows: directory.matchKeyRows,
    writes: [
      `match_keys_gone as (
  delete from directory_match_keys k using match_keys_in i
    where k.organization_id = $1 and k.directory_user_id = i.directory_user_id
      and not exists (select from unnest(i.attributes, i.keys) as kept (attribute, key)
        where kept.attribute = k.attribute and kept.key = k.key))`,
      `match_keys_kept as (
  insert into directory_match_keys (organization_id, attribute, key, directory_user_id)
  select i.organization_id, kept.attribute, kept.key, i.directory_user_id
    from match_keys_in i cross join unnest(i.attributes, i.keys) as kept (attribute, key)
  on conflict do nothing)`,
    ],
    checks: [],
  },
  {
    // Somebody comes back whom the ladder of the policy had taken out of the groups: what is still provisioned is in
    // force again.
    name: "rejoins",
    columns: "organization_id uuid, id uuid, actor text, exchange_id uuid, now timestamptz",
    rows: directory.rejoins,
    writes: rejoinWrites,
    checks: [],
    queued: "select organization_id, id, 2 as place, 0 as n from rejoin_events",
  },
  {
    name: "directory_user_flags",
    columns: "organization_id uuid, id uuid, flag text",
    rows: directory.directoryUserFlags,
    writes: [
      `directory_user_flagged as (
  update directory_users d set flags = array_append(d.flags, i.flag), version = d.version + 1
    from directory_user_flags_in i
    where d.organization_id = $1 and d.id = i.id and not d.flags @> array[i.flag]
  returning d.id)`,
    ],
    checks: [],
  },
  {
    name: "directory_group_inserts",
    columns: directory.directoryGroupColumns,
    rows: directory.directoryGroupInserts,
    writes: [
      `directory_group_inserted as (
  insert into directory_groups (organization_id, id, name_key, attributes, status, binned_at, search_text, version,
    created_at, modified_at)
  select organization_id, id, name_key, attributes, status, binned_at, search_text, version, created_at, modified_at
    from directory_group_inserts_in
  returning id)`,
    ],
    checks: [allRows("directory_group_inserts", "directory_group_inserted")],
  },
  {
    name: "directory_group_updates",
    columns: directory.directoryGroupColumns,
    rows: directory.directoryGroupUpdates,
    writes: [
      `directory_group_updated as (
  update directory_groups d set name_key = i.name_key, attributes = i.attributes, status = i.status,
      binned_at = i.binned_at, search_text = i.search_text, version = i.version, modified_at = i.modified_at
    from directory_group_updates_in i
    where d.organization_id = $1 and d.id = i.id and d.version = i.expected_version
  returning d.id)`,
    ],
    checks: [allRows("directory_group_updates", "directory_group_updated")],
  },
];
