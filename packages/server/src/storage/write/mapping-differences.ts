import { foldCase } from "@rollcall/scim/filter/compare-values.ts";
import type { MappingDifference } from "../../domain/mapping-preview.ts";
import { type Tx, unnamedStatement } from "../database.ts";

const insert = unnamedStatement(
  `insert into mapping_differences (organization_id, job_id, resource_id, resource_type, directory_id, name, user_name,
      search_text, changes, attributes, becomes, missing)
    select $1, $2, x."scimId", x."resourceType", x."directoryId", x.name, x."userName", x."searchText", x.changes,
      x.attributes, x.becomes, x.missing
    from json_to_recordset($3::json) as x ("scimId" uuid, "resourceType" text, "directoryId" uuid, name text,
      "userName" text, "searchText" text, changes json, attributes text[], becomes text, missing text[])`,
);

/** Keeps what a preview found. */
export async function insertMappingDifferences(
  tx: Tx,
  organizationId: string,
  jobId: string,
  differences: readonly MappingDifference[],
): Promise<void> {
  if (differences.length === 0) return;
  const rows = differences.map((difference) => ({
    ...difference,
    searchText: foldCase([difference.name, difference.userName].filter((text) => text !== null).join(" ")),
    attributes: difference.changes.map(({ attribute }) => attribute),
  }));
  await tx.execute(insert, [organizationId, jobId, JSON.stringify(rows)]);
}

const drop = unnamedStatement(
  `with gone as (
      delete from jobs where organization_id = $1 and id = any ($2) and state in ('done', 'failed', 'cancelled')
        returning id
    )
    delete from mapping_differences where organization_id = $1 and job_id in (select id from gone)`,
);

/** Drops previews that have ended, with what they found. */
export async function dropMappingPreviews(tx: Tx, organizationId: string, jobIds: readonly string[]): Promise<void> {
  await tx.execute(drop, [organizationId, jobIds]);
}
