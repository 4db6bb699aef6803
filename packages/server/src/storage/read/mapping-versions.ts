import type { Mapping, MappingRule } from "../../domain/mapping.ts";
import { type Reader, unnamedStatement } from "../database.ts";

/** A mapping as it was saved. */
export interface MappingVersion extends Mapping {
  readonly name: string | null;
  /** ISO 8601. */
  readonly savedAt: string;
  /** The actor; null for the mapping that an application began with. */
  readonly savedBy: string | null;
}

interface Row {
  readonly version: number;
  readonly users: MappingRule[];
  readonly groups: MappingRule[];
  readonly name: string | null;
  readonly saved_by: string | null;
  readonly created_at: Date;
}

const latest = unnamedStatement(
  `select version, users, groups, name, saved_by, created_at from mappings
    where organization_id = $1 and source_application_id = $2 and version <= $3 order by version desc limit $4`,
);

/** Lists the versions of an application's mapping from one downwards, the newest first. */
export async function listMappingVersions(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  from: number,
  limit: number,
): Promise<MappingVersion[]> {
  const rows = await reader.query<Row>(latest, [organizationId, sourceApplicationId, from, limit]);
  return rows.map(({ version, users, groups, name, saved_by: savedBy, created_at }) => ({
    version,
    users,
    groups,
    name,
    savedBy,
    savedAt: created_at.toISOString(),
  }));
}

/** Finds one version of an application's mapping. */
export async function findMappingVersion(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  version: number,
): Promise<MappingVersion | undefined> {
  const [found] = await listMappingVersions(reader, organizationId, sourceApplicationId, version, 1);
  return found?.version === version ? found : undefined;
}
