/** Each is found by its key: of thousands PostgreSQL would rather read every resource there is, once that looks less. */
const lockedResource = (columns: string, type: string, id: string): string =>
  `lateral (select ${columns} from provisioned_resources r
      where r.organization_id = $1 and r.source_application_id = i.source_application_id and r.resource_type = ${type}
        and r.id = ${id} limit 1 for key share of r)`;

/**
 * The common table expressions of the part `memberships`: rows added and removed, one event for each, the group's slot
 * counter, and an exception for each where the application observes or is paused. The group's own row is share-locked,
 * never written, so that writers of one group run side by side; only a replacement of all members locks it alone.
 */
export const membershipWrites: readonly string[] = [
  `membership_groups as materialized (
  select found.id from memberships_in i, ${lockedResource("r.id", "i.resource_type", "i.group_id")} as found
    where not i.group_written)`,
  `membership_adds as materialized (
  select i.*, m.member_id, m.event_id from memberships_in i, unnest(i.add_ids, i.add_events) as m (member_id, event_id))`,
  `membership_targets as materialized (
  select i.group_id, i.member_id, found.resource_type
    from membership_adds i, (values ('User' collate "C"), ('Group')) as kind (resource_type),
    ${lockedResource("r.resource_type", "kind.resource_type", "i.member_id")} as found)`,
  `memberships_added as (
  insert into group_memberships (organization_id, source_application_id, group_id, member_id, member_type, created_at)
  select a.organization_id, a.source_application_id, a.group_id, a.member_id, t.resource_type, a.now
    from membership_adds a join membership_targets t on t.group_id = a.group_id and t.member_id = a.member_id
    order by a.group_id, a.member_id
  on conflict do nothing
  returning group_id, member_id)`,
  // Each row is found first, by its key, and deleted by its place: PostgreSQL takes the ids for thousands, and would
  // rather read every membership there is than look for so many.
  `membership_removals as materialized (
  select i.group_id, m.member_id, m.event_id, found.place
    from memberships_in i, unnest(i.remove_ids, i.remove_events) as m (member_id, event_id),
      lateral (select g.ctid as place from group_memberships g
        where g.organization_id = $1 and g.source_application_id = i.source_application_id
          and g.group_id = i.group_id and g.member_id = m.member_id limit 1) as found)`,
  `memberships_removed as (
  delete from group_memberships g where g.organization_id = $1 and g.ctid = any (array(select place from membership_removals))
  returning g.group_id, g.member_id)`,
  `memberships_replaced as materialized (
  select i.group_id, gone.member_id, i.now
    from memberships_in i,
      remove_other_members(i.organization_id, i.source_application_id, i.group_id, i.add_ids) as gone
    where i.replace)`,
  `membership_changes as materialized (
  select n.group_id, n.member_id, true as added, a.event_id
    from memberships_added n join membership_adds a on a.group_id = n.group_id and a.member_id = n.member_id
  union all
  select n.group_id, n.member_id, false, r.event_id
    from memberships_removed n join membership_removals r on r.group_id = n.group_id and r.member_id = n.member_id
  union all select group_id, member_id, false, new_event_id(now) from memberships_replaced)`,
  `membership_counts as materialized (
  select i.organization_id, i.source_application_id, i.group_id, i.slot, i.now,
      count(*) filter (where c.added) as added, count(*) filter (where not c.added) as removed
    from memberships_in i join membership_changes c on c.group_id = i.group_id
    group by i.organization_id, i.source_application_id, i.group_id, i.slot, i.now)`,
  `membership_slots as (
  insert into slot_counters as s (organization_id, source_application_id, kind, subject, slot, changes, amount, modified_at)
  select organization_id, source_application_id, 'members', group_id, slot, added + removed, added - removed, now
    from membership_counts order by group_id
  on conflict (organization_id, source_application_id, kind, subject, slot) do update
    set changes = s.changes + excluded.changes, amount = s.amount + excluded.amount,
      modified_at = greatest(s.modified_at, excluded.modified_at))`,
  // What was effective before the pause stays so: the first exception of a membership is the one that counts.
  `membership_exceptions_written as (
  insert into membership_exceptions (organization_id, source_application_id, group_id, member_id, effective, reason,
    created_at)
  select i.organization_id, i.source_application_id, c.group_id, c.member_id, not c.added, i.exception, i.now
    from memberships_in i join membership_changes c on c.group_id = i.group_id
    where i.outcome <> 'applied' and i.untold is not true
  on conflict do nothing)`,
  // An override of a membership ends when its source takes the membership away, for good or to give it anew: what the
  // source says from then on is in force again.
  `membership_overrides_ended as (
  delete from membership_exceptions x using memberships_in i, membership_changes c
    where i.group_id = c.group_id and not c.added and i.outcome = 'applied' and x.organization_id = $1
      and x.source_application_id = i.source_application_id and x.group_id = c.group_id and x.member_id = c.member_id
      and x.reason = 'override')`,
  `membership_events as (
  insert into provisioning_events (organization_id, id, type, outcome, actor, source_application_id, directory_user_id,
    directory_group_id, scim_id, exchange_id, changes, occurred_at)
  select i.organization_id, c.event_id, case when c.added then 'group.member-added' else 'group.member-removed' end,
      i.outcome, 'source', i.source_application_id,
      (select l.directory_id from links l where l.organization_id = $1
        and l.source_application_id = i.source_application_id and l.resource_id = c.member_id
        and l.resource_type = 'User'), i.directory_group_id, c.member_id, i.exchange_id,
      jsonb_build_array(jsonb_build_object('attribute', 'members',
        'from', case when c.added then null else c.member_id end, 'to', case when c.added then c.member_id end)), i.now
    from membership_changes c
    join memberships_in i on i.group_id = c.group_id and i.untold is not true
  returning organization_id, id)`,
];
