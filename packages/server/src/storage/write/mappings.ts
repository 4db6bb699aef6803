import type { Mapping } from "../../domain/mapping.ts";
import { type Tx, unnamedStatement } from "../database.ts";

const insertMapping = unnamedStatement(
  `insert into mappings (organization_id, source_application_id, version, users, groups, created_at)
    values ($1, $2, $3, $4, $5, $6)
    on conflict do nothing`,
);

/** Keeps a mapping beside its earlier versions. @returns false when somebody saved this version first */
export async function saveMapping(
  tx: Tx,
  organizationId: string,
  sourceApplicationId: string,
  mapping: Mapping,
  now: string,
): Promise<boolean> {
  const { version, users, groups } = mapping;
  const values = [organizationId, sourceApplicationId, version, JSON.stringify(users), JSON.stringify(groups), now];
  return (await tx.execute(insertMapping, values)) === 1;
}
