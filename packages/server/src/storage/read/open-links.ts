import type { DirectoryUser } from "../../domain/directory-user.ts";
import type { GuardTarget, HeldCause } from "../../domain/guard.ts";
import type { Conflict, Link, LinkState } from "../../domain/link.ts";
import { type Reader, statement, unnamedStatement } from "../database.ts";
import { guardFromRow } from "./guard-row.ts";
import { type DirectoryUserRow, directoryUserFromRow, directoryUserRowColumns } from "./directory-user-row.ts";

/** A link with what an administrator's decision needs to know of its resource. */
export interface LinkRow extends Link {
  readonly resourceType: string;
}

interface RawLink {
  source_application_id: string;
  resource_id: string;
  resource_type: string;
  state: LinkState;
  directory_id: string | null;
  owning: boolean;
  held: boolean;
  guard: GuardTarget | null;
  guarded_at: Date | null;
  guard_because: HeldCause | null;
  source_active: boolean | null;
  kept_in: boolean | null;
  conflict: Conflict | null;
  external_id: string | null;
  name_key: string | null;
}

const linkColumns = `l.source_application_id, l.resource_id, l.resource_type, l.state, l.directory_id, l.owning, l.held,
    l.guard, l.guarded_at, l.guard_because, l.source_active, l.kept_in, l.conflict, l.external_id, l.name_key`;

const directoryUser = statement(
  "directory-user",
  `select ${directoryUserRowColumns} from directory_users d where d.organization_id = $1 and d.id = $2`,
);

/** Finds a person of the directory. */
export async function findDirectoryUser(
  reader: Reader,
  organizationId: string,
  id: string,
): Promise<DirectoryUser | undefined> {
  const [row] = await reader.query<DirectoryUserRow>(directoryUser, [organizationId, id]);
  return row && directoryUserFromRow(row);
}

const directoryUsers = unnamedStatement(
  `select ${directoryUserRowColumns} from directory_users d where d.organization_id = $1 and d.id = any ($2)`,
);

/** Finds people of the directory, each by the id. */
export async function findDirectoryUsers(
  reader: Reader,
  organizationId: string,
  ids: readonly string[],
): Promise<Map<string, DirectoryUser>> {
  const rows = await reader.query<DirectoryUserRow>(directoryUsers, [organizationId, ids]);
  return new Map(rows.map((row) => [row.id, directoryUserFromRow(row)]));
}

const openLinks = statement(
  "open-links-of-directory-user",
  `select ${linkColumns} from links l where l.organization_id = $1 and l.directory_id = $2 and l.state = 'linked'
    order by l.owning desc, l.created_at`,
);

/** Lists the open links of a directory user, the owning one first. */
export async function findOpenLinks(
  reader: Reader,
  organizationId: string,
  directoryUserId: string,
): Promise<LinkRow[]> {
  const rows = await reader.query<RawLink>(openLinks, [organizationId, directoryUserId]);
  return rows.map(linkFromRow);
}

const conflictLink = statement(
  "conflict-link",
  `select ${linkColumns} from links l where l.organization_id = $1 and l.source_application_id = $2
    and l.resource_id = $3 and l.state in ('conflict', 'ignored')`,
);

/** Finds the link of a resource that waits, or waited, for a person's decision. */
export async function findConflictLink(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  resourceId: string,
): Promise<LinkRow | undefined> {
  const [row] = await reader.query<RawLink>(conflictLink, [organizationId, sourceApplicationId, resourceId]);
  return row && linkFromRow(row);
}

const unfinishedLinks = statement(
  "unfinished-links",
  `select ${linkColumns} from links l
    where l.organization_id = $1 and l.source_application_id = $2 and l.held and l.resource_id > $3
    order by l.resource_id limit $4`,
);

const openApplicationLinks = statement(
  "open-links-of-application",
  `select ${linkColumns} from links l
    where l.organization_id = $1 and l.source_application_id = $2 and l.state <> 'closed' and l.resource_id > $3
    order by l.resource_id limit $4`,
);

/**
 * Lists links of an application after a resource id, in its order.
 *
 * @param which `held`: those whose directory is behind; `open`: all that are not closed
 */
export async function findApplicationLinks(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  which: "held" | "open",
  after: string,
  limit: number,
): Promise<LinkRow[]> {
  const chosen = which === "held" ? unfinishedLinks : openApplicationLinks;
  const rows = await reader.query<RawLink>(chosen, [organizationId, sourceApplicationId, after, limit]);
  return rows.map(linkFromRow);
}

const linksOfResources = unnamedStatement(
  `select ${linkColumns} from provisioned_resources r
    join links l on l.organization_id = r.organization_id and l.source_application_id = r.source_application_id
      and l.resource_id = r.id
    where r.organization_id = $1 and r.source_application_id = $2 and r.resource_type = $3 and r.id > $4
      and l.state <> 'closed'
    order by r.id limit $5`,
);

/** Lists the open links of the resources of a type that are there, after a resource id, in its order. */
export async function listLinksOfResources(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  type: "User" | "Group",
  after: string,
  limit: number,
): Promise<LinkRow[]> {
  const values = [organizationId, sourceApplicationId, type, after, limit];
  return (await reader.query<RawLink>(linksOfResources, values)).map(linkFromRow);
}

const openLink = statement(
  "open-link",
  `select ${linkColumns}, a.people_fate from links l
    join source_applications a on a.organization_id = l.organization_id and a.id = l.source_application_id
    where l.organization_id = $1 and l.source_application_id = $2 and l.resource_id = $3 and l.state <> 'closed'`,
);

/** A link with what becomes of its application's people; null while the application is not deleted. */
export interface OpenLink extends LinkRow {
  readonly peopleFate: "keep" | "disable" | "bin" | null;
}

/** Finds a link that is not closed, as it is now. */
export async function findOpenLink(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  resourceId: string,
): Promise<OpenLink | undefined> {
  const [row] = await reader.query<RawLink & { people_fate: OpenLink["peopleFate"] }>(openLink, [
    organizationId,
    sourceApplicationId,
    resourceId,
  ]);
  return row && { ...linkFromRow(row), peopleFate: row.people_fate };
}

function linkFromRow(row: RawLink): LinkRow {
  return {
    sourceApplicationId: row.source_application_id,
    resourceId: row.resource_id,
    resourceType: row.resource_type,
    state: row.state,
    directoryId: row.directory_id,
    owning: row.owning,
    held: row.held,
    guard: guardFromRow(row),
    sourceActive: row.source_active,
    keptIn: row.kept_in,
    conflict: row.conflict,
    closedExternalId: row.external_id,
    closedNameKey: row.name_key,
  };
}
