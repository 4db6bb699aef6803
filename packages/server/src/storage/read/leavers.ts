import type { DirectoryUser } from "../../domain/directory-user.ts";
import { type Reader, statement, unnamedStatement } from "../database.ts";
import { type DirectoryUserRow, directoryUserFromRow, directoryUserRowColumns, instant } from "./directory-user-row.ts";

const groupsOf = statement(
  "groups-of-leaver",
  `select g.directory_id as id from links l
      join group_memberships m on m.organization_id = $1 and m.source_application_id = l.source_application_id
        and m.member_id = l.resource_id
      join links g on g.organization_id = $1 and g.source_application_id = m.source_application_id
        and g.resource_id = m.group_id
      where l.organization_id = $1 and l.directory_id = $2 and l.resource_type = 'User' and g.directory_id = any ($3)
    union
    select directory_group_id from directory_group_members
      where organization_id = $1 and directory_user_id = $2 and directory_group_id = any ($3)`,
);

/** Which of some directory groups a person is in, in force or not. */
export async function findGroupsOf(
  reader: Reader,
  organizationId: string,
  directoryUserId: string,
  among: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await reader.query<{ id: string }>(groupsOf, [organizationId, directoryUserId, among]);
  return new Set(rows.map(({ id }) => id));
}

const dueLeavers = statement(
  "due-leavers",
  `select organization_id as "organizationId", id from directory_users where leaving_due_at <= $1
    order by leaving_due_at limit $2`,
);

/** Lists people whose next step is due, the oldest first, of all organizations: the worker serves them all. */
export async function findDueLeavers(
  reader: Reader,
  now: string,
  limit: number,
): Promise<{ readonly organizationId: string; readonly id: string }[]> {
  return reader.query(dueLeavers, [now, limit]);
}

const leavers = unnamedStatement(
  `select ${directoryUserRowColumns} from directory_users d
    where d.organization_id = $1 and d.leaving is not null and d.leaving->>'from' = $2 and d.id > $3
    order by d.id limit $4`,
);

/** Lists people who are on a ladder of an application, after an id. */
export async function listLeavers(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  after: string,
  limit: number,
): Promise<DirectoryUser[]> {
  const rows = await reader.query<DirectoryUserRow>(leavers, [organizationId, sourceApplicationId, after, limit]);
  return rows.map(directoryUserFromRow);
}

const gone = unnamedStatement(
  `select ${directoryUserRowColumns} from links l
    join directory_users d on d.organization_id = $1 and d.id = l.directory_id
    where l.organization_id = $1 and l.source_application_id = $2 and l.resource_type = 'User' and l.resource_id > $3
      and l.owning and l.state in ('linked', 'closed') and d.source_active = false and d.status <> 'enabled'
      and d.leaving is null
    order by l.resource_id limit $4`,
);
const positions = unnamedStatement(
  `select resource_id from links where organization_id = $1 and source_application_id = $2 and directory_id = any ($3)`,
);

/**
 * Lists people whom an application's source deactivated or deleted and who are on no ladder, by SCIM id.
 *
 * @param after the SCIM id at which the page before ended
 * @returns the people, and where the next page begins; null after the last
 */
export async function listPeopleGone(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  after: string,
  limit: number,
): Promise<{ readonly people: readonly DirectoryUser[]; readonly next: string | null }> {
  const rows = await reader.query<DirectoryUserRow>(gone, [organizationId, sourceApplicationId, after, limit]);
  const people = rows.map(directoryUserFromRow);
  if (rows.length < limit) return { people, next: null };
  const ids = people.map(({ id }) => id);
  const found = await reader.query<{ resource_id: string }>(positions, [organizationId, sourceApplicationId, ids]);
  const last = found.map(({ resource_id }) => resource_id).reduce((a, b) => (a > b ? a : b), after);
  return { people, next: last };
}

const otherSources = statement(
  "other-sources-of-leaver",
  `select exists (select from links where organization_id = $1 and directory_id = $2 and state = 'linked'
    and not owning and source_active is distinct from false) as present`,
);

/** Tells whether a source that does not own somebody still has them. */
export async function hasOtherSources(
  reader: Reader,
  organizationId: string,
  directoryUserId: string,
): Promise<boolean> {
  const [row] = await reader.query<{ present: boolean }>(otherSources, [organizationId, directoryUserId]);
  return row?.present === true;
}

/** That somebody was here. */
export interface Tombstone {
  readonly sourceApplicationId: string | null;
  readonly erasedAt: string;
}

const tombstone = statement(
  "tombstone",
  `select source_application_id as "sourceApplicationId", erased_at as "erasedAt" from erased_people
    where organization_id = $1 and directory_user_id = $2`,
);

/** Finds the tombstone of somebody who was erased. */
export async function findTombstone(
  reader: Reader,
  organizationId: string,
  directoryUserId: string,
): Promise<Tombstone | undefined> {
  const values = [organizationId, directoryUserId];
  const [row] = await reader.query<{ sourceApplicationId: string | null; erasedAt: Date }>(tombstone, values);
  return row && { ...row, erasedAt: instant(row.erasedAt) };
}
