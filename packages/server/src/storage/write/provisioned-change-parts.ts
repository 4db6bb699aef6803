import { allRows, type Part, resourceKey } from "./change-part.ts";
import { claimParts } from "./claim-parts.ts";
import { departureWrites } from "./departure-writes.ts";
import { directoryParts } from "./directory-parts.ts";
import * as directory from "./directory-rows.ts";
import { membershipWrites } from "./membership-writes.ts";
import * as rows from "./provisioned-change-rows.ts";

const owner = "organization_id uuid, source_application_id uuid";

const resourceColumns = `${owner}, resource_type text, id uuid, name_key text, external_id text, email_key text,
    other_email_keys text[], active boolean, document text, searchable jsonb, search_text text, version bigint,
    expected_version bigint, created_at timestamptz, modified_at timestamptz`;

/** In the order in which the parts stand in the statement; a part's place is its bit in the statement's name. */
export const changeParts: readonly Part[] = [
  ...claimParts,
  {
    name: "departures",
    columns: `${owner}, resource_type text, id uuid, expected_version bigint, directory_group_id uuid, slot smallint,
    outcome text, exception text, exchange_id uuid, now timestamptz`,
    rows: rows.departures,
    writes: departureWrites,
    checks: [allRows("departures", "departed")],
    queued: "select organization_id, id, 1 as place, 0 as n from departed_events",
  },
  {
    name: "resource_inserts",
    columns: resourceColumns,
    rows: rows.resourceInserts,
    writes: [
      `resource_inserted as (
  insert into provisioned_resources (organization_id, source_application_id, resource_type, id, name_key, external_id,
    email_key, other_email_keys, active, document, searchable, search_text, version, created_at, modified_at)
  select organization_id, source_application_id, resource_type, id, name_key, external_id, email_key, other_email_keys,
      active, document, searchable, search_text, version, created_at, modified_at
    from resource_inserts_in order by name_key
  returning id)`,
    ],
    checks: [allRows("resource_inserts", "resource_inserted")],
  },
  {
    name: "resource_updates",
    columns: resourceColumns,
    rows: rows.resourceUpdates,
    writes: [
      `resource_updated as (
  update provisioned_resources r set name_key = i.name_key, external_id = i.external_id, email_key = i.email_key,
      other_email_keys = i.other_email_keys, active = i.active, document = i.document, searchable = i.searchable,
      search_text = i.search_text, version = i.version, modified_at = i.modified_at
    from resource_updates_in i where ${resourceKey} and r.version = i.expected_version
  returning r.id)`,
    ],
    checks: [allRows("resource_updates", "resource_updated")],
  },
  {
    // The searchable copy did not change: leaving it and every indexed column alone keeps the update on the HOT path.
    name: "resource_touches",
    columns: `${owner}, resource_type text, id uuid, active boolean, document text, version bigint,
    expected_version bigint, modified_at timestamptz`,
    rows: rows.resourceTouches,
    writes: [
      `resource_touched as (
  update provisioned_resources r set active = i.active, document = i.document, version = i.version,
      modified_at = i.modified_at
    from resource_touches_in i where ${resourceKey} and r.version = i.expected_version
  returning r.id)`,
    ],
    checks: [allRows("resource_touches", "resource_touched")],
  },
  {
    // Rows that are there stay, so that their index is written only where a value changed.
    name: "unique_values",
    columns: `${owner}, resource_id uuid, scopes text[], paths text[], hashes text[],
    kept boolean[]`,
    rows: rows.uniqueValues,
    long: true,
    writes: [
      `unique_values_wanted as materialized (
  select i.organization_id, i.source_application_id, i.resource_id, v.scope, v.path, decode(v.hash, 'hex') as hash, v.kept
    from unique_values_in i, unnest(i.scopes, i.paths, i.hashes, i.kept) as v (scope, path, hash, kept))`,
      `unique_values_freed as (
  delete from unique_values v using unique_values_in i
    where v.organization_id = $1 and v.source_application_id = i.source_application_id
      and v.resource_id = i.resource_id
      and not exists (select from unique_values_wanted w where w.resource_id = v.resource_id and w.scope = v.scope
        and w.path = v.path and w.hash = v.hash)
  returning v.resource_id)`,
      `unique_values_taken as (
  insert into unique_values (organization_id, source_application_id, scope, path, hash, resource_id)
  select organization_id, source_application_id, scope, path, hash, resource_id from unique_values_wanted w
    where not exists (select from unique_values v
      where v.organization_id = $1 and v.source_application_id = w.source_application_id
        and v.scope = w.scope and v.path = w.path and v.hash = w.hash
        and (w.kept or v.resource_id = w.resource_id))
    order by scope, path, hash
  returning resource_id)`,
    ],
    checks: [],
  },
  {
    name: "link_inserts",
    columns: `${owner}, resource_id uuid, resource_type text, state text, directory_id uuid, owning boolean, held boolean,
    guard text, guarded_at timestamptz, guard_because text, source_active boolean, conflict jsonb, created_at timestamptz`,
    rows: rows.linkInserts,
    writes: [
      `link_inserted as (
  insert into links (organization_id, source_application_id, resource_id, resource_type, state, directory_id, owning,
    held, guard, guarded_at, guard_because, source_active, conflict, created_at)
  select organization_id, source_application_id, resource_id, resource_type, state, directory_id, owning, held,
      guard, guarded_at, guard_because, source_active, conflict, created_at
    from link_inserts_in
  returning resource_id)`,
    ],
    checks: [allRows("link_inserts", "link_inserted")],
  },
  {
    name: "link_updates",
    columns: `${owner}, resource_id uuid, state text, directory_id uuid, owning boolean, held boolean,
    guard text, guarded_at timestamptz, guard_because text, source_active boolean, kept_in boolean, conflict jsonb,
    external_id text, name_key text, closed_at timestamptz, expected_state text`,
    rows: rows.linkUpdates,
    writes: [
      `link_updated as (
  update links l set state = i.state, directory_id = i.directory_id, owning = i.owning, held = i.held, guard = i.guard,
      guarded_at = i.guarded_at, guard_because = i.guard_because, guard_decision = case when i.guard is not null then l.guard_decision end,
      source_active = i.source_active, kept_in = i.kept_in,
      conflict = i.conflict, external_id = i.external_id, name_key = i.name_key, closed_at = i.closed_at
    from link_updates_in i
    where l.organization_id = $1 and l.source_application_id = i.source_application_id
      and l.resource_id = i.resource_id and l.state = i.expected_state
  returning l.resource_id)`,
    ],
    checks: [allRows("link_updates", "link_updated")],
  },
  ...directoryParts,
  {
    // The directory group follows its source again: the members that stood without one go, each with its event, which is
    // of an instant before those of the members that the source gives in the same write.
    name: "directory_members_follow",
    columns: `${owner}, directory_group_id uuid, exchange_id uuid, now timestamptz`,
    rows: directory.directoryMembersFollow,
    writes: [
      `directory_members_followed as (
  delete from directory_group_members m using directory_members_follow_in i
    where m.organization_id = $1 and m.directory_group_id = i.directory_group_id
  returning i.*, m.directory_user_id)`,
      `followed_events as (
  insert into provisioning_events (organization_id, id, type, outcome, reason, actor, source_application_id,
    directory_user_id, directory_group_id, exchange_id, changes, occurred_at)
  select organization_id, new_event_id(now - interval '1 millisecond'), 'group.member-removed', 'applied',
      'the group follows its source again', 'source', source_application_id, directory_user_id, directory_group_id,
      exchange_id, '[]', now
    from directory_members_followed
  returning organization_id, id)`,
    ],
    checks: [],
    queued: "select organization_id, id, 1 as place, 0 as n from followed_events",
  },
  {
    name: "directory_members_stay",
    columns: `${owner}, group_id uuid, directory_group_id uuid`,
    rows: rows.directoryMembersStay,
    writes: [
      `directory_members_stayed as materialized (
  select keep_members(i.organization_id, i.source_application_id, i.group_id, i.directory_group_id) as kept
    from directory_members_stay_in i)`,
    ],
    checks: ["(select count(*) >= 0 from directory_members_stayed)"],
  },
  {
    name: "members_told",
    columns: `${owner}, group_id uuid, directory_group_id uuid, joins boolean, reason text, actor text, exchange_id uuid,
    now timestamptz`,
    rows: directory.membersTold,
    writes: [
      `members_told as materialized (
  select i.organization_id, told.id, i.joins
    from members_told_in i, tell_members(i.organization_id, i.source_application_id, i.group_id, i.directory_group_id,
      i.joins, i.reason, i.actor, i.exchange_id, i.now) as told (id))`,
    ],
    checks: ["(select count(*) >= 0 from members_told)"],
    // A group comes in before its members, and its members leave before it.
    queued: "select organization_id, id, case when joins then 1 else -1 end as place, 0 as n from members_told",
  },
  {
    name: "totals",
    columns: `${owner}, kind text, subject uuid, slot smallint, amount bigint, now timestamptz`,
    rows: rows.totals,
    writes: [
      `totals_counted as (
  insert into slot_counters as s (organization_id, source_application_id, kind, subject, slot, changes, amount, modified_at)
  select organization_id, source_application_id, kind, subject, slot, 1, amount, now from totals_in
    order by organization_id, source_application_id, kind, subject
  on conflict (organization_id, source_application_id, kind, subject, slot) do update
    set changes = s.changes + 1, amount = s.amount + excluded.amount,
      modified_at = greatest(s.modified_at, excluded.modified_at))`,
    ],
    checks: [],
  },
  {
    name: "memberships",
    columns: `${owner}, resource_type text, group_id uuid, directory_group_id uuid, outcome text, exception text,
    slot smallint, exchange_id uuid, now timestamptz, untold boolean, group_written boolean, replace boolean,
    add_ids uuid[], add_events uuid[], remove_ids uuid[], remove_events uuid[]`,
    rows: rows.memberships,
    long: true,
    writes: membershipWrites,
    checks: [
      // A group whose row this very statement writes cannot be locked by it too; that row has a check of its own.
      `require_rows('memberships', (select count(*) from memberships_in),
    (select count(*) from membership_groups) + (select count(*) from memberships_in i where i.group_written))`,
    ],
    queued: "select organization_id, id, 2 as place, 0 as n from membership_events",
    afterRequired: false,
  },
  {
    name: "events",
    columns: `organization_id uuid, source_application_id uuid, id uuid, type text, outcome text, reason text, actor text,
    directory_user_id uuid, directory_group_id uuid, scim_id uuid, external_id text, exchange_id uuid, changes jsonb,
    occurred_at timestamptz, n integer`,
    rows: rows.events,
    writes: [
      `events_written as (
  insert into provisioning_events (organization_id, source_application_id, id, type, outcome, reason, actor,
    directory_user_id, directory_group_id, scim_id, external_id, exchange_id, changes, occurred_at)
  select e.organization_id, e.source_application_id, e.id, e.type, e.outcome, e.reason, e.actor, e.directory_user_id,
      e.directory_group_id, e.scim_id, e.external_id, e.exchange_id, e.changes, e.occurred_at
    from events_in e, required where required.ok
  returning organization_id, id)`,
    ],
    checks: [],
    queued: "select organization_id, id, 0 as place, n from events_in",
    afterRequired: true,
  },
];
