import type { Resource } from "@rollcall/scim/resource.ts";
import type { DirectoryUser } from "../../domain/directory-user.ts";
import type { GuardTarget, HeldCause } from "../../domain/guard.ts";
import type { Conflict, Link, LinkState } from "../../domain/link.ts";
import { type PointReader, type Reader, statement } from "../database.ts";
import { guardFromRow } from "./guard-row.ts";
import { type DirectoryUserRow, directoryUserFromRow, directoryUserRowColumns, instant } from "./directory-user-row.ts";

/** A resource that another open link of the same directory user leads to. */
export interface OtherResource {
  readonly sourceApplicationId: string;
  readonly owning: boolean;
  /** Of one that does not own the person: what it last said of the status and is in force. */
  readonly sourceActive: boolean | null;
  /** The directory is behind the resource. */
  readonly held: boolean;
  /** Linked to the person later than the resource in question; never the owner's. */
  readonly later: boolean;
  /** Null when it was deleted and that is held. */
  readonly resource: Resource | null;
}

/** A provisioned user with all that a change of it is decided from. */
export interface UserContext {
  readonly id: string;
  readonly resource: Resource;
  readonly version: number;
  readonly createdAt: string;
  readonly modifiedAt: string;
  /** Ready-made JSON of the user's `groups`; null when there are none. */
  readonly groups: string | null;
  readonly link: Link;
  readonly directoryUser: DirectoryUser | undefined;
  readonly others: readonly OtherResource[];
}

/**
 * The resources of a directory user's open links, the owner's first, then by when they were linked; `d` is the directory
 * user, and `later` says in SQL whether the link `o` is younger than the one in question.
 */
export const otherResources = (later: string): string =>
  `(select json_agg(json_build_object('sourceApplicationId', o.source_application_id, 'owning', o.owning,
      'sourceActive', o.source_active, 'held', o.held, 'later', ${later}, 'resource', p.document::json)
      order by o.owning desc, o.created_at, o.source_application_id)
    from links o left join provisioned_resources p on p.organization_id = o.organization_id
      and p.source_application_id = o.source_application_id and p.resource_type = 'User' and p.id = o.resource_id
    where o.organization_id = $1 and o.directory_id = d.id and o.state = 'linked' and (o.held or p.id is not null)`;

/** A user's direct groups, ready-made JSON without `$ref`; the user is `r`. */
export const userGroupsJson = `(select json_agg(json_build_object('value', g.id, 'display', g.document::json ->> 'displayName',
      'type', 'direct') order by g.id)::text
    from group_memberships m cross join lateral (select g.id, g.document from provisioned_resources g
      where g.organization_id = m.organization_id and g.source_application_id = m.source_application_id
        and g.resource_type = 'Group' and g.id = m.group_id limit 1) as g
    where m.organization_id = r.organization_id and m.source_application_id = r.source_application_id
      and m.member_id = r.id)`;

const userContext = statement(
  "user-context",
  `select r.id, r.document, r.version as resource_version, r.created_at as resource_created_at,
    r.modified_at as resource_modified_at, ${userGroupsJson} as groups,
    l.state, l.directory_id, l.owning, l.held, l.guard, l.guarded_at, l.guard_because, l.source_active, l.conflict,
    case when d.id is null then null else
      (select to_json(x) from (select ${directoryUserRowColumns}) as x) end as directory_user,
    ${otherResources(
      "not o.owning and (o.created_at, o.source_application_id) > (l.created_at, l.source_application_id)",
    )} and not (o.source_application_id = $2 and o.resource_id = r.id)) as others
  from provisioned_resources r
  join links l on l.organization_id = r.organization_id and l.source_application_id = r.source_application_id
    and l.resource_id = r.id
  left join directory_users d on d.organization_id = l.organization_id and d.id = l.directory_id
  where r.organization_id = $1 and r.source_application_id = $2 and r.resource_type = 'User' and r.id = any ($3)`,
);

interface UserContextRow {
  id: string;
  document: string;
  resource_version: number;
  resource_created_at: Date;
  resource_modified_at: Date;
  groups: string | null;
  state: LinkState;
  directory_id: string | null;
  owning: boolean;
  held: boolean;
  guard: GuardTarget | null;
  guarded_at: Date | null;
  guard_because: HeldCause | null;
  source_active: boolean | null;
  conflict: Conflict | null;
  directory_user: DirectoryUserRow | null;
  others: OtherResource[] | null;
}

/** Finds a provisioned user with its link, its directory user and what other sources give to that. */
export async function findUserContext(
  reader: PointReader,
  organizationId: string,
  sourceApplicationId: string,
  id: string,
): Promise<UserContext | undefined> {
  const row = await reader.find<UserContextRow>(userContext, [organizationId, sourceApplicationId], id);
  if (row === undefined) return undefined;
  return {
    id,
    resource: JSON.parse(row.document) as Resource,
    version: row.resource_version,
    createdAt: instant(row.resource_created_at),
    modifiedAt: instant(row.resource_modified_at),
    groups: row.groups,
    link: {
      sourceApplicationId,
      resourceId: id,
      state: row.state,
      directoryId: row.directory_id,
      owning: row.owning,
      held: row.held,
      guard: guardFromRow(row),
      sourceActive: row.source_active,
      conflict: row.conflict,
    },
    directoryUser: row.directory_user === null ? undefined : directoryUserFromRow(row.directory_user),
    others: row.others ?? [],
  };
}

const externalIdSharers = statement(
  "external-id-sharers",
  `select exists (select from provisioned_resources r where r.organization_id = $1 and r.source_application_id = $2
    and r.external_id = $3 and r.resource_type = 'User' and r.id <> $4) as shared`,
);

/** Tells whether another user of the application has the same externalId. */
export async function isExternalIdShared(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  externalId: string,
  resourceId: string,
): Promise<boolean> {
  const values = [organizationId, sourceApplicationId, externalId, resourceId];
  return (await reader.query<{ shared: boolean }>(externalIdSharers, values))[0]?.shared === true;
}

const peopleWithKeys = statement(
  "people-with-keys",
  `select id from directory_users where organization_id = $1 and user_name_key = any ($2)
   union
   select id from directory_users where organization_id = $1 and email_key = any ($2)`,
);

/** Lists the directory users that have one of the keys as user name or e-mail. */
export async function findPeopleWithKeys(
  reader: Reader,
  organizationId: string,
  keys: readonly string[],
): Promise<string[]> {
  if (keys.length === 0) return [];
  return (await reader.query<{ id: string }>(peopleWithKeys, [organizationId, keys])).map((row) => row.id);
}

/**
 * A mapping may give everybody one e-mail address. Whoever got it earlier is flagged already: those few who are found
 * are enough to say that it collides.
 */
const enough = 100;

const collidingPeople = statement(
  "colliding-people",
  `(select id from directory_users where organization_id = $1 and user_name_key = any ($2) limit ${enough})
   union
   (select id from directory_users where organization_id = $1 and email_key = any ($2) limit ${enough})`,
);

/** Lists directory users that have one of the keys as user name or e-mail, a hundred by each at most. */
export async function findCollidingPeople(
  reader: Reader,
  organizationId: string,
  keys: readonly string[],
): Promise<string[]> {
  if (keys.length === 0) return [];
  return (await reader.query<{ id: string }>(collidingPeople, [organizationId, keys])).map((row) => row.id);
}
