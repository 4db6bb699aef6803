import type { DirectoryUser } from "../../domain/directory-user.ts";
import type { Candidate, Leaver } from "../../domain/match-directory-user.ts";
import type { MatchKey } from "../../domain/match-rule.ts";
import { type PointReader, statement } from "../database.ts";
import { type DirectoryUserRow, directoryUserFromRow, directoryUserRowColumns, instant } from "./directory-user-row.ts";
import { type OtherResource, otherResources } from "./user-contexts.ts";

/** Somebody whom a new resource may be, with what other sources give to that person. */
interface PersonJson {
  readonly user: DirectoryUserRow;
  readonly linkedHere: boolean;
  readonly owned: boolean;
  readonly others: readonly OtherResource[] | null;
}

/** What is known of the people whom a new resource may be. */
export interface NewcomerContext {
  /** Another user of the application has the same externalId: it identifies nobody then. */
  readonly externalIdShared: boolean;
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

/** What is asked about a new resource, as the database reads it from JSON. */
const asked = `unnest($4::text[]) as asked (id), json_to_record(asked.id::json) as n (resource_id uuid, external_id text,
      name_key text, keys text[], attributes text[], attribute_keys text[])`;

/** `found` says in SQL who has a match key besides user name and e-mail. */
const newcomerStatement = (found: string): string => `select asked.id,
    exists (select from provisioned_resources r where r.organization_id = $1 and r.source_application_id = $2
      and r.external_id = n.external_id and r.resource_type = 'User' and r.id <> n.resource_id) as shared,
    (select json_agg(json_build_object('person', ${personJson}, 'externalId', l.external_id, 'nameKey', l.name_key,
        'closedAt', l.closed_at, 'ofPredecessor', l.source_application_id <> $2))
      from (
        select source_application_id, directory_id, external_id, name_key, closed_at from links
          where organization_id = $1 and source_application_id in ($2, $3) and resource_type = 'User'
            and state = 'closed' and external_id = n.external_id and directory_id is not null
        union
        select source_application_id, directory_id, external_id, name_key, closed_at from links
          where organization_id = $1 and source_application_id in ($2, $3) and resource_type = 'User'
            and state = 'closed' and name_key = n.name_key and directory_id is not null
      ) as l join directory_users d on d.organization_id = $1 and d.id = l.directory_id) as leavers,
    (select json_agg(json_build_object('person', ${personJson}, 'emailKey', d.email_key))
      from (
        select id from directory_users where organization_id = $1 and user_name_key = any (n.keys)
        union
        select id from directory_users where organization_id = $1 and email_key = any (n.keys)
        ${found}order by id limit 50
      ) as found join directory_users d on d.organization_id = $1 and d.id = found.id) as candidates
    from ${asked}`;

const newcomerContext = statement("newcomer-context", newcomerStatement(""));

const newcomerContextByAttributes = statement(
  "newcomer-context-by-attributes",
  newcomerStatement(`union
        select k.directory_user_id from unnest(n.attributes, n.attribute_keys) as named (attribute, key)
          join directory_match_keys k on k.organization_id = $1 and k.attribute = named.attribute and k.key = named.key
        `),
);

interface NewcomerRow {
  id: string;
  shared: boolean;
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

/** What is asked about a new resource. */
interface Asked {
  readonly resourceId: string;
  readonly externalId: string | null;
  readonly nameKey: string | null;
  readonly keys: readonly string[];
  /** Of the attributes that the application's match rules name besides user name and e-mail; undefined: none. */
  readonly attributeKeys?: readonly MatchKey[] | undefined;
  /** The application that this one succeeds. */
  readonly predecessor: string | null;
}

/**
 * Finds the people whom a new resource may be: those whom resources of this application were until they were deleted
 * (by externalId or user name), and those of the directory with one of the match keys (at most 50). Newcomers who come
 * at the same moment are one query.
 */
export async function findNewcomerContext(
  reader: PointReader,
  organizationId: string,
  sourceApplicationId: string,
  newcomer: Asked,
): Promise<NewcomerContext> {
  const row = await reader.find<NewcomerRow>(
    newcomer.attributeKeys === undefined ? newcomerContext : newcomerContextByAttributes,
    [organizationId, sourceApplicationId, newcomer.predecessor ?? sourceApplicationId],
    askedJson(newcomer),
  );
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
  return { leavers, candidates, people, externalIdShared: row?.shared === true };
}

function askedJson({ resourceId, externalId, nameKey, keys, attributeKeys = [] }: Asked): string {
  return JSON.stringify({
    resource_id: resourceId,
    external_id: externalId,
    name_key: nameKey,
    keys,
    attributes: attributeKeys.map(({ attribute }) => attribute),
    attribute_keys: attributeKeys.map(({ key }) => key),
  });
}
