/**
 * When a membership is effective in the directory (rules.md section 1), written once for every statement that asks.
 *
 * Rows of `m (source_application_id, group_id, member_id)` are memberships that a source says, or that an exception
 * keeps although no source says them any more. `$1` is the organization. A person is a member in force when the person
 * is enabled, no exception says otherwise, and this source says active too: where another source owns the person, as its
 * link says; where it is the owner, unless others keep the person by the organization's status rule. A nested group is one
 * when it is in force itself.
 */
export const effectiveMembershipJoins = `
    left join membership_exceptions x on x.organization_id = $1 and x.source_application_id = m.source_application_id
      and x.group_id = m.group_id and x.member_id = m.member_id
    join links l on l.organization_id = $1 and l.source_application_id = m.source_application_id
      and l.resource_id = m.member_id
    left join directory_users d on d.organization_id = $1 and d.id = l.directory_id and l.resource_type = 'User'
      and l.state = 'linked'
    left join directory_groups n on n.organization_id = $1 and n.id = l.directory_id and l.resource_type = 'Group'
      and l.state = 'linked'`;

/** A condition over the joins above; never null. */
export const effectiveMembership = `(
      x.effective is distinct from false
      and (coalesce(d.status = 'enabled', false) or coalesce(n.status = 'active', false))
      and (x.effective is true
        or case when l.owning then d.sources_active is not true else l.source_active is distinct from false end))`;
