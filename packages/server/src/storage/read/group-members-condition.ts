import type { Reader } from "../database.ts";
import { countDirectory } from "./directory-counts.ts";
import { type GroupLink, listGroupLinks } from "./directory-group-members.ts";
import { countProvisionedMembers } from "./directory-groups.ts";

/** What a filter by group adds to a list of people: a condition over `d`, and its values. */
export interface GroupMembersCondition {
  readonly sql: string;
  readonly values: readonly string[];
}

/** Of a group of so many members the ids are gathered first, however many people there are. */
const fewMembers = 5_000;
/** A group is dense where at least one of so many people is in it: then people are walked through and each is looked up. */
const denseShare = 20;

/**
 * Makes the condition that a person is in a directory group: a source says so or an exception keeps them, in force or
 * not, or they stand in it without a source. Members of groups within the group are not in it themselves.
 *
 * PostgreSQL cannot know which of the two ways is short, for the group's size stands in no statistics; the slot counters
 * tell it, so that a page costs about the same whatever the group's and the directory's size.
 *
 * @param firstParameter the number of the first of its parameters; `$1` is the organization
 */
export async function groupMembersCondition(
  reader: Reader,
  organizationId: string,
  directoryGroupId: string | undefined,
  firstParameter: number,
): Promise<GroupMembersCondition> {
  if (directoryGroupId === undefined) return { sql: "", values: [] };
  const links = await listGroupLinks(reader, organizationId, directoryGroupId);
  const dense = await isDense(reader, organizationId, directoryGroupId);
  const group = `$${firstParameter}::uuid`;
  const resources = links.map((_, index) => ({
    application: `$${firstParameter + 1 + 2 * index}::uuid`,
    resource: `$${firstParameter + 2 + 2 * index}::uuid`,
  }));
  return {
    sql: dense ? lookedUp(group, resources) : gathered(group, resources),
    values: [directoryGroupId, ...links.flatMap((link: GroupLink) => [link.source_application_id, link.resource_id])],
  };
}

async function isDense(reader: Reader, organizationId: string, directoryGroupId: string): Promise<boolean> {
  const members = await countProvisionedMembers(reader, organizationId, directoryGroupId);
  if (members <= fewMembers) return false;
  const { enabled, disabled, binned } = await countDirectory(reader, organizationId);
  return members * denseShare > enabled + disabled + binned;
}

interface Resource {
  readonly application: string;
  readonly resource: string;
}

const linkOf = ({ application }: Resource, member: string): string => `l.organization_id = $1
          and l.source_application_id = ${application} and l.resource_id = ${member}
          and l.resource_type = 'User' and l.state = 'linked'`;

function gathered(group: string, resources: readonly Resource[]): string {
  const said = resources.flatMap((one) => [
    `select l.directory_id from group_memberships g join links l on ${linkOf(one, "g.member_id")}
        where g.organization_id = $1 and g.source_application_id = ${one.application} and g.group_id = ${one.resource}`,
    `select l.directory_id from membership_exceptions x join links l on ${linkOf(one, "x.member_id")}
        where x.organization_id = $1 and x.source_application_id = ${one.application} and x.group_id = ${one.resource}
          and x.effective`,
  ]);
  const sourceless = `select s.directory_user_id from directory_group_members s
        where s.organization_id = $1 and s.directory_group_id = ${group}`;
  return `and d.id in (${[...said, sourceless].join("\n      union all\n      ")})`;
}

/** Scalar look-ups: of an EXISTS PostgreSQL may gather all members first. */
function lookedUp(group: string, resources: readonly Resource[]): string {
  const said = resources.map(
    (one) => `(select true from links l
        where l.organization_id = $1 and l.directory_id = d.id and l.source_application_id = ${one.application}
          and l.resource_type = 'User' and l.state = 'linked'
          and ((select true from group_memberships g
              where g.organization_id = $1 and g.source_application_id = ${one.application}
                and g.group_id = ${one.resource} and g.member_id = l.resource_id limit 1)
            or (select true from membership_exceptions x
              where x.organization_id = $1 and x.source_application_id = ${one.application}
                and x.group_id = ${one.resource} and x.member_id = l.resource_id and x.effective limit 1))
        limit 1)`,
  );
  const sourceless = `(select true from directory_group_members s
        where s.organization_id = $1 and s.directory_group_id = ${group} and s.directory_user_id = d.id)`;
  return `and (${[...said, sourceless].join("\n      or ")})`;
}
