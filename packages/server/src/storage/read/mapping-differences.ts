import { beforeAllIds } from "../../domain/id.ts";
import { cutPage, type ListPage } from "../../domain/list-cursor.ts";
import type { MappingDifference } from "../../domain/mapping-preview.ts";
import { type Reader, unnamedStatement } from "../database.ts";

/** Which differences of a preview are listed; all where nothing is said. */
export interface DifferenceFilter {
  /** In a name or user name, case ignored. */
  readonly search?: string | undefined;
  readonly resourceType?: "User" | "Group" | undefined;
  /** Those that change this attribute. */
  readonly attribute?: string | undefined;
  readonly becomes?: "incomplete" | "complete" | undefined;
}

const differences = unnamedStatement(
  `select resource_type as "resourceType", resource_id as "scimId", directory_id as "directoryId", name,
      user_name as "userName", changes, becomes, missing
    from mapping_differences
    where organization_id = $1 and job_id = $2 and resource_id > $3
      and ($5::text is null or strpos(search_text, $5) > 0)
      and ($6::text is null or resource_type = $6)
      and ($7::text is null or $7 = any (attributes))
      and ($8::text is null or becomes = $8)
    order by resource_id limit $4`,
);

/** Lists what a preview found, by the ids of the resources. @param search of the filter, folded */
export async function listMappingDifferences(
  reader: Reader,
  organizationId: string,
  jobId: string,
  { search, resourceType, attribute, becomes }: DifferenceFilter,
  after: string | null,
  limit: number,
): Promise<ListPage<MappingDifference>> {
  const filter = [search ?? null, resourceType ?? null, attribute ?? null, becomes ?? null];
  const values = [organizationId, jobId, after ?? beforeAllIds, limit + 1, ...filter];
  const rows = await reader.query<MappingDifference>(differences, values);
  return cutPage(
    rows,
    limit,
    ({ scimId }) => [scimId],
    (row) => row,
  );
}
