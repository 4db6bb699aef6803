import type { SavedGroupRules } from "../../domain/group-rules.ts";
import { type Reader, unnamedStatement } from "../database.ts";

const rulesOf = unnamedStatement(
  "select group_rules from source_applications where organization_id = $1 and id = $2 and deleted_at is null",
);

/** Finds the group rules of an application, null where nobody saved any; undefined: there is no such application. */
export async function findGroupRules(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
): Promise<{ readonly rules: SavedGroupRules | null } | undefined> {
  const values = [organizationId, sourceApplicationId];
  const [row] = await reader.query<{ group_rules: SavedGroupRules | null }>(rulesOf, values);
  return row && { rules: row.group_rules };
}

const leftOut = unnamedStatement(
  `select count(*) as count from links
    where organization_id = $1 and source_application_id = $2 and state = 'left-out'`,
);

/** Counts the groups of an application that are not in the directory by its group rules. */
export async function countLeftOut(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
): Promise<number> {
  const [row] = await reader.query<{ count: number }>(leftOut, [organizationId, sourceApplicationId]);
  return row?.count ?? 0;
}
