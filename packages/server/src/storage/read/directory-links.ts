import type { Guarded, GuardTarget, HeldCause } from "../../domain/guard.ts";
import type { LinkState } from "../../domain/link.ts";
import { type Reader, unnamedStatement } from "../database.ts";
import { instant } from "./directory-user-row.ts";
import { guardFromRow } from "./guard-row.ts";

/** A link of a directory user or group with the resource that its source application wrote. */
export interface DirectoryLink {
  readonly sourceApplicationId: string;
  readonly sourceApplicationName: string;
  readonly resourceId: string;
  readonly state: LinkState;
  readonly owning: boolean;
  /** Of one that does not own the person: what its source last said of the status and is in force. */
  readonly sourceActive: boolean | null;
  readonly held: boolean;
  /** What waits for a person of what the source said. */
  readonly waits: Guarded | null;
  /** The resource as JSON text; null when it is deleted. */
  readonly document: string | null;
  readonly resourceModifiedAt: string | null;
  readonly createdAt: string;
  readonly closedAt: string | null;
}

const linksOf = unnamedStatement(
  `select l.source_application_id, a.display_name, l.resource_id, l.state, l.owning, l.source_active, l.held, l.guard,
      l.guarded_at, l.guard_because, r.document,
      r.modified_at as resource_modified_at, l.created_at, l.closed_at
    from links l
    join source_applications a on a.organization_id = l.organization_id and a.id = l.source_application_id
    left join provisioned_resources r on r.organization_id = l.organization_id
      and r.source_application_id = l.source_application_id and r.resource_type = l.resource_type
      and r.id = l.resource_id
    where l.organization_id = $1 and l.directory_id = $2
    order by l.owning desc, l.created_at desc, l.resource_id limit 200`,
);

interface LinkRow {
  source_application_id: string;
  display_name: string;
  resource_id: string;
  state: LinkState;
  owning: boolean;
  source_active: boolean | null;
  held: boolean;
  guard: GuardTarget | null;
  guarded_at: Date | null;
  guard_because: HeldCause | null;
  document: string | null;
  resource_modified_at: Date | null;
  created_at: Date;
  closed_at: Date | null;
}

/** Lists the links of a directory user or group, the owning one first, closed ones included; at most 200. */
export async function listDirectoryLinks(
  reader: Reader,
  organizationId: string,
  directoryId: string,
): Promise<DirectoryLink[]> {
  const rows = await reader.query<LinkRow>(linksOf, [organizationId, directoryId]);
  return rows.map((row) => ({
    sourceApplicationId: row.source_application_id,
    sourceApplicationName: row.display_name,
    resourceId: row.resource_id,
    state: row.state,
    owning: row.owning,
    sourceActive: row.source_active,
    held: row.held,
    waits: guardFromRow(row),
    document: row.document,
    resourceModifiedAt: row.resource_modified_at && instant(row.resource_modified_at),
    createdAt: instant(row.created_at),
    closedAt: row.closed_at && instant(row.closed_at),
  }));
}
