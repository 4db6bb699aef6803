import type { JsonObject } from "@rollcall/scim/resource.ts";
import { type Reader, unnamedStatement } from "../database.ts";
import { instant } from "./directory-user-row.ts";

/** A provisioned resource as its row has it. */
export interface StoredRow {
  readonly id: string;
  readonly document: string;
  readonly searchable: JsonObject;
  readonly version: number;
  /** ISO 8601 in UTC with milliseconds. */
  readonly createdAt: string;
  readonly modifiedAt: string;
  /** Whether it holds unique values. */
  readonly hasUnique: boolean;
}

const storedResources = unnamedStatement(
  `select r.id, r.document, r.searchable, r.version, r.created_at, r.modified_at, exists (
      select from unique_values v where v.organization_id = r.organization_id
        and v.source_application_id = r.source_application_id and v.resource_id = r.id) as has_unique
    from provisioned_resources r
    where r.organization_id = $1 and r.source_application_id = $2 and r.resource_type = $3 and r.id > $4
    order by r.id limit $5`,
);

/** Lists the rows of a type behind an id, in the order of their ids. */
export async function listStoredResources(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  type: string,
  after: string,
  limit: number,
): Promise<StoredRow[]> {
  const rows = await reader.query<{
    id: string;
    document: string;
    searchable: JsonObject;
    version: number;
    created_at: Date;
    modified_at: Date;
    has_unique: boolean;
  }>(storedResources, [organizationId, sourceApplicationId, type, after, limit]);
  return rows.map((row) => ({
    id: row.id,
    document: row.document,
    searchable: row.searchable,
    version: row.version,
    createdAt: instant(row.created_at),
    modifiedAt: instant(row.modified_at),
    hasUnique: row.has_unique,
  }));
}

const latestResources = unnamedStatement(
  `select r.id, r.document from provisioned_resources r
    where r.organization_id = $1 and r.source_application_id = $2 and r.resource_type = $3
    order by r.id desc limit $4`,
);

/** Lists the documents of the resources of a type that were created last, the latest first. */
export async function listLatestResources(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  type: string,
  limit: number,
): Promise<Pick<StoredRow, "id" | "document">[]> {
  return reader.query(latestResources, [organizationId, sourceApplicationId, type, limit]);
}

const counts = unnamedStatement(
  `select count(*)::integer as count from provisioned_resources
    where organization_id = $1 and source_application_id = $2 and resource_type = any ($3)`,
);

/** Counts the resources of some types. */
export async function countStoredResources(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  types: readonly string[],
): Promise<number> {
  const [row] = await reader.query<{ count: number }>(counts, [organizationId, sourceApplicationId, types]);
  return row?.count ?? 0;
}
