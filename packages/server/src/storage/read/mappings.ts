import type { Mapping, MappingRule } from "../../domain/mapping.ts";
import { type Reader, unnamedStatement } from "../database.ts";

const newestMapping = unnamedStatement(
  `select version, users, groups from mappings where organization_id = $1 and source_application_id = $2
    order by version desc limit 1`,
);

/** Finds the mapping in force: the one with the highest version. */
export async function findMapping(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
): Promise<Mapping | undefined> {
  const [row] = await reader.query<{ version: number; users: MappingRule[]; groups: MappingRule[] }>(newestMapping, [
    organizationId,
    sourceApplicationId,
  ]);
  return row && { version: row.version, users: row.users, groups: row.groups };
}
