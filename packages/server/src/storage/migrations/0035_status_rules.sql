-- Whose word on the status counts where several sources have a person: a rule of the organization, and what it comes to
-- for a person where that is something else than what the owning source says.

alter table organizations
  add column status_rule text collate "C" not null default 'owner' check (status_rule in ('owner', 'any', 'all'));

alter table directory_users
  -- Null: what the owning source says counts.
  add column sources_active boolean;

-- As before, and nobody stays a member whose owning source says inactive while others keep the person.
create or replace function disband_group(organization uuid, application uuid, the_group uuid, directory_group uuid,
  outcome text, at timestamptz)
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
            and case when l.owning then not exists (select from directory_users d where d.organization_id = organization
                and d.id = l.directory_id and d.sources_active)
              else l.source_active is distinct from false end
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

create or replace function keep_members(organization uuid, application uuid, the_group uuid, directory_group uuid)
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
          and case when l.owning then not exists (select from directory_users d where d.organization_id = organization
              and d.id = l.directory_id and d.sources_active)
            else l.source_active is distinct from false end
      on conflict do nothing
      returning 1)
    select count(*) into kept from stayed;
  if resource_gone then
    delete from membership_exceptions x
      where x.organization_id = organization and x.source_application_id = application and x.group_id = the_group;
  end if;
  return kept;
end $$;
