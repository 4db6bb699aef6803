import type { Mapping } from "../../domain/mapping.ts";
import { type Tx, unnamedStatement } from "../database.ts";

const insertMapping = unnamedStatement(
  `insert into mappings (organization_id, source_application_id, version, users, groups, created_at,
      saved_by)
    values ($1, $2, $3, $4, $5, $6, $7)
    on conflict do nothing`,
);

/** Keeps a mapping beside its earlier versions. @param savedBy the actor; null for the program itself @returns false when somebody saved this version first */
export async function saveMapping(
  tx: Tx,
  organizationId: string,
  sourceApplicationId: string,
  mapping: Mapping,
  now: string,
  savedBy: string | null,
): Promise<boolean> {
  const { version, users, groups } = mapping;
  const values = [
    organizationId,
    sourceApplicationId,
    version,
    JSON.stringify(users),
    JSON.stringify(groups),
    now,
    savedBy,
  ];
  return (await tx.execute(insertMapping, values)) === 1;
}

const nameMapping = unnamedStatement(
  "update mappings set name = $4 where organization_id = $1 and source_application_id = $2 and version = $3",
);

/** Gives a version of a mapping a name, or takes it away. @returns false where there is no such version */
export async function nameMappingVersion(
  tx: Tx,
  organizationId: string,
  sourceApplicationId: string,
  version: number,
  name: string | null,
): Promise<boolean> {
  return (await tx.execute(nameMapping, [organizationId, sourceApplicationId, version, name])) === 1;
}
