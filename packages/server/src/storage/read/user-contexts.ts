import type { Resource } from "@rollcall/scim/resource.ts";
import type { DirectoryUser } from "../../domain/directory-user.ts";
import type { GuardTarget, HeldCause } from "../../domain/guard.ts";
import type { Conflict, Link, LinkState } from "../../domain/link.ts";
import type { Candidate, Leaver } from "../../domain/match-directory-user.ts";
import type { MatchKey } from "../../domain/match-rule.ts";
import { type PointReader, type Reader, statement } from "../database.ts";
import { guardFromRow } from "./guard-row.ts";
import { type DirectoryUserRow, directoryUserFromRow, directoryUserRowColumns, instant } from "./directory-user-row.ts";

/** A resource that another open link of the same directory user leads to. */
export interface OtherResource {
  readonly sourceApplicationId: string;
  readonly owning: boolean;
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
      'held', o.held, 'later', ${later}, 'resource', p.document::json)
      order by o.owning desc, o.created_at, o.source_application_id)
    from links o left join provisioned_resources p on p.organization_id = o.organization_id
      and p.source_application_id = o.source_application_id and p.resource_type = 'User' and p.id = o.resource_id
    where o.organization_id = $1 and o.directory_id = d.id and o.state = 'linked' and (o.held or p.id is not null)`;

/** A user's direct groups, ready-made JSON without `$ref`; the user is `r`. */
export const userGroupsJson = `(select json_agg(json_build_object('value', g.id, 'display', g.document::json ->> 'displayName',
      'type', 'direct') order by g.id)::text
    from group_memberships m join provisioned_resources g on g.organization_id = m.organization_id
      and g.source_application_id = m.source_application_id and g.resource_type = 'Group' and g.id = m.group_id
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

/** Somebody whom a new resource may be, with what other sources give to that person. */
interface PersonJson {
  readonly user: DirectoryUserRow;
  readonly linkedHere: boolean;
  readonly owned: boolean;
  readonly others: readonly OtherResource[] | null;
}

/** What is known of the people whom a new resource may be. */
export interface NewcomerContext {
  readonly leavers: readonly Leaver[];
  readonly candidates: readonly Candidate[];
  readonly people: ReadonlyMap<
    string,
    { readonly directoryUser: DirectoryUser; readonly others: readonly OtherResource[] }
  >;
}

const personJson = `json_build_object(
    'user', (select to_json(x) from (select ${directoryUserRowColumns}) as x),
    'linkedHere', exists (select from links h where h.organization_id = $1 and h.directory_id = d.id
      and h.source_application_id = $2 and h.state = 'linked'),
    'owned', exists (select from links h where h.organization_id = $1 and h.directory_id = d.id
      and h.owning and h.state = 'linked'),
    'others', ${otherResources("false")}))`;

/** `found` says in SQL who has a match key besides user name and e-mail. */
const newcomerStatement = (found: string): string => `select
    (select json_agg(json_build_object('person', ${personJson}, 'externalId', l.external_id, 'nameKey', l.name_key,
        'closedAt', l.closed_at, 'ofPredecessor', l.source_application_id <> $2))
      from (
        select source_application_id, directory_id, external_id, name_key, closed_at from links
          where organization_id = $1 and source_application_id in ($2, $6) and resource_type = 'User'
            and state = 'closed' and external_id = $3 and directory_id is not null
        union
        select source_application_id, directory_id, external_id, name_key, closed_at from links
          where organization_id = $1 and source_application_id in ($2, $6) and resource_type = 'User'
            and state = 'closed' and name_key = $4 and directory_id is not null
      ) as l join directory_users d on d.organization_id = $1 and d.id = l.directory_id) as leavers,
    (select json_agg(json_build_object('person', ${personJson}, 'emailKey', d.email_key))
      from (
        select id from directory_users where organization_id = $1 and user_name_key = any ($5)
        union
        select id from directory_users where organization_id = $1 and email_key = any ($5)
        ${found}order by id limit 50
      ) as found join directory_users d on d.organization_id = $1 and d.id = found.id) as candidates`;

const newcomerContext = statement("newcomer-context", newcomerStatement(""));

const newcomerContextByAttributes = statement(
  "newcomer-context-by-attributes",
  newcomerStatement(`union
        select k.directory_user_id from unnest($7::text[], $8::text[]) as named (attribute, key)
          join directory_match_keys k on k.organization_id = $1 and k.attribute = named.attribute and k.key = named.key
        `),
);

interface NewcomerRow {
  leavers:
    | {
        person: PersonJson;
        externalId: string | null;
        nameKey: string | null;
        closedAt: string;
        ofPredecessor: boolean;
      }[]
    | null;
  candidates: { person: PersonJson; emailKey: string | null }[] | null;
}

/**
 * Finds the people whom a new resource may be: those whom resources of this application were until they were deleted
 * (by externalId or user name), and those of the directory with one of the match keys (at most 50).
 */
export async function findNewcomerContext(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  newcomer: {
    readonly externalId: string | null;
    readonly nameKey: string | null;
    readonly keys: readonly string[];
    /** Of the attributes that the application's match rules name besides user name and e-mail; undefined: none. */
    readonly attributeKeys?: readonly MatchKey[] | undefined;
    /** The application that this one succeeds. */
    readonly predecessor: string | null;
  },
): Promise<NewcomerContext> {
  const { externalId: sentId, nameKey: sentName, keys, predecessor, attributeKeys } = newcomer;
  const values = [organizationId, sourceApplicationId, sentId, sentName, keys, predecessor];
  const [row] =
    attributeKeys === undefined
      ? await reader.query<NewcomerRow>(newcomerContext, values)
      : await reader.query<NewcomerRow>(newcomerContextByAttributes, [
          ...values,
          attributeKeys.map(({ attribute }) => attribute),
          attributeKeys.map(({ key }) => key),
        ]);
  const people = new Map<string, { directoryUser: DirectoryUser; others: readonly OtherResource[] }>();
  const remember = (person: PersonJson): DirectoryUser => {
    const directoryUser = directoryUserFromRow(person.user);
    people.set(directoryUser.id, { directoryUser, others: person.others ?? [] });
    return directoryUser;
  };
  const leavers = (row?.leavers ?? []).map(({ person, externalId, nameKey, closedAt, ofPredecessor }): Leaver => {
    const user = remember(person);
    return {
      directoryUserId: user.id,
      externalId,
      nameKey,
      closedAt: instant(closedAt),
      ofPredecessor,
      protected: user.protection !== null,
      linkedHere: person.linkedHere,
      owned: person.owned,
    };
  });
  const candidates = (row?.candidates ?? []).map(({ person, emailKey }): Candidate => {
    const user = remember(person);
    return {
      directoryUserId: user.id,
      emailKey,
      attributes: user.attributes,
      protected: user.protection !== null,
      binned: user.status === "binned",
      linkedHere: person.linkedHere,
      owned: person.owned,
    };
  });
  return { leavers, candidates, people };
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
