-- Which groups of an application come into the directory, and what they are called there: its group rules. A group that
-- they leave out stays with its source as it was sent; only the directory does not have it.

alter table source_applications
  -- {"version", "include", "exclude", "rename"}; null: every group comes in under its own name.
  add column group_rules jsonb;

alter table links
  drop constraint links_state_check,
  drop constraint links_guard_check,
  -- Every row keeps the constraint that was there, so none is looked at again.
  add constraint links_state_check
    check (state in ('linked', 'pending', 'conflict', 'ignored', 'left-out', 'closed')) not valid,
  add constraint links_guard_check check (guard in ('disable', 'bin', 'delete', 'members', 'leave')) not valid,
  -- A person rejected that the group leaves: it stays although the rules leave it out, until they let it in or change.
  add column kept_in boolean;
create index links_kept_in on links (organization_id, source_application_id, resource_id) where kept_in;
create index links_left_out on links (organization_id, source_application_id, resource_id) where state = 'left-out';

-- Tells of everybody who becomes a member of a directory group, or is one no longer, because the group comes into the
-- directory or leaves it: an event for each whom no exception keeps out. The group's resource is locked alone first, so
-- that whoever changes members at the same moment has done so, or decides again. What the guard kept in force of a group
-- that leaves ends with it.
create function tell_members(organization uuid, application uuid, the_group uuid, directory_group uuid, joins boolean,
  why text, who text, exchange uuid, at timestamptz)
returns setof uuid language plpgsql as $$
begin
  perform 1 from provisioned_resources r
    where r.organization_id = organization and r.source_application_id = application
      and r.resource_type = 'Group' and r.id = the_group
    for update;
  return query
    with members as (
      select m.member_id from group_memberships m
        where m.organization_id = organization and m.source_application_id = application and m.group_id = the_group
          and not exists (select from membership_exceptions x
            where x.organization_id = organization and x.source_application_id = application
              and x.group_id = the_group and x.member_id = m.member_id and not x.effective)
      union
      select x.member_id from membership_exceptions x
        where x.organization_id = organization and x.source_application_id = application and x.group_id = the_group
          and x.effective)
    insert into provisioning_events (organization_id, id, type, outcome, reason, actor, source_application_id,
        directory_user_id, directory_group_id, scim_id, exchange_id, changes, occurred_at)
      select organization, new_event_id(at), case when joins then 'group.member-added' else 'group.member-removed' end,
          'applied', why, who, application,
          (select l.directory_id from links l where l.organization_id = organization
            and l.source_application_id = application and l.resource_id = m.member_id and l.resource_type = 'User'),
          directory_group, m.member_id, exchange,
          jsonb_build_array(jsonb_build_object('attribute', 'members',
            'from', case when joins then null else m.member_id end, 'to', case when joins then m.member_id end)), at
        from members m order by m.member_id
      returning id;
  if not joins then
    delete from membership_exceptions x
      where x.organization_id = organization and x.source_application_id = application and x.group_id = the_group
        and x.reason = 'guarded';
  end if;
end $$;
