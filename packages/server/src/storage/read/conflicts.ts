import type { Resource } from "@rollcall/scim/resource.ts";
import type { DirectoryUserStatus, DirectoryValues } from "../../domain/directory-user.ts";
import type { Conflict } from "../../domain/link.ts";
import { cutPage, type ListPage } from "../../domain/list-cursor.ts";
import { type Reader, unnamedStatement } from "../database.ts";
import { instant } from "./directory-user-row.ts";

/** A resource of which a person must decide whom it concerns. */
export interface OpenConflict {
  readonly sourceApplicationId: string;
  readonly sourceApplicationName: string;
  readonly resourceId: string;
  readonly resourceType: string;
  readonly resource: Resource;
  readonly reason: Conflict["reason"];
  /** Of each candidate the attributes that it was found by, by its id. */
  readonly foundBy: ReadonlyMap<string, readonly string[]>;
  readonly candidates: readonly {
    readonly id: string;
    readonly attributes: DirectoryValues;
    readonly status: DirectoryUserStatus;
  }[];
  readonly createdAt: string;
}

interface Row {
  source_application_id: string;
  display_name: string;
  resource_id: string;
  resource_type: string;
  document: string;
  conflict: Conflict;
  candidates: OpenConflict["candidates"] | null;
  created_at: Date;
}

const conflicts = unnamedStatement(
  `select l.source_application_id, a.display_name, l.resource_id, l.resource_type, r.document, l.conflict, l.created_at,
      (select json_agg(json_build_object('id', d.id, 'attributes', d.attributes, 'status', d.status) order by d.id)
        from jsonb_array_elements_text(l.conflict -> 'candidates') as candidate
        join directory_users d on d.organization_id = $1 and d.id = candidate::uuid) as candidates
    from (
      select source_application_id, resource_id, resource_type, conflict, created_at from links
        where organization_id = $1 and state = 'conflict'
          and ($2::uuid is null or (resource_id, source_application_id) > ($2, $3))
          and ($4::uuid is null or source_application_id = $4)
          and not exists (select from source_applications gone where gone.organization_id = $1
            and gone.id = source_application_id and gone.deleted_at is not null)
        order by resource_id, source_application_id limit $5) as l
    join source_applications a on a.organization_id = $1 and a.id = l.source_application_id
    join provisioned_resources r on r.organization_id = $1 and r.source_application_id = l.source_application_id
      and r.resource_type = l.resource_type and r.id = l.resource_id
    order by l.resource_id, l.source_application_id`,
);

/**
 * Lists open conflicts, oldest first.
 *
 * @param after resource and application of the last conflict before the page
 */
export async function listConflicts(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string | null,
  after: readonly string[],
  limit: number,
): Promise<ListPage<OpenConflict>> {
  const [resource = null, application = null] = after;
  const rows = await reader.query<Row>(conflicts, [
    organizationId,
    resource,
    application,
    sourceApplicationId,
    limit + 1,
  ]);
  return cutPage(rows, limit, (row) => [row.resource_id, row.source_application_id], fromRow);
}

function fromRow(row: Row): OpenConflict {
  return {
    sourceApplicationId: row.source_application_id,
    sourceApplicationName: row.display_name,
    resourceId: row.resource_id,
    resourceType: row.resource_type,
    resource: JSON.parse(row.document) as Resource,
    reason: row.conflict.reason,
    candidates: row.candidates ?? [],
    foundBy: new Map(row.conflict.candidates.map((id, index) => [id, row.conflict.foundBy?.[index] ?? []])),
    createdAt: instant(row.created_at),
  };
}
