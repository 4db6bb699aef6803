import type { DeprovisioningPolicy } from "../../domain/deprovisioning-policy.ts";
import { type Reader, unnamedStatement } from "../database.ts";

const policyOf = unnamedStatement(
  "select policy from deprovisioning_policies where organization_id = $1 and source_application_id = $2",
);

export async function findDeprovisioningPolicy(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
): Promise<DeprovisioningPolicy | undefined> {
  const values = [organizationId, sourceApplicationId];
  return (await reader.query<{ policy: DeprovisioningPolicy }>(policyOf, values))[0]?.policy;
}

const disabledPeople = unnamedStatement(
  `select count(*) as all, count(*) filter (where d.source_active = false
      and d.protection is null and d.legal_hold is null) as by_source from links l
    join directory_users d on d.organization_id = l.organization_id and d.id = l.directory_id
    where l.organization_id = $1 and l.source_application_id = $2 and l.resource_type = 'User' and l.state = 'linked'
      and l.owning and d.status = 'disabled'`,
);

/** Counts the people owned by an application who are disabled, and those among them whom its source deactivated and no safeguard keeps. */
export async function countDisabledPeople(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
): Promise<{ readonly all: number; readonly bySource: number }> {
  const values = [organizationId, sourceApplicationId];
  const [row] = await reader.query<{ all: number; by_source: number }>(disabledPeople, values);
  return { all: row?.all ?? 0, bySource: row?.by_source ?? 0 };
}

const disabledBySource = unnamedStatement(
  `select d.id from links l
    join directory_users d on d.organization_id = l.organization_id and d.id = l.directory_id
    where l.organization_id = $1 and l.source_application_id = $2 and l.resource_type = 'User' and l.state = 'linked'
      and l.owning and d.status = 'disabled' and d.source_active = false
      and d.protection is null and d.legal_hold is null
    limit $3`,
);

/** Lists people owned by an application whom its source deactivated and whom no safeguard keeps, in no order. */
export async function findPeopleDisabledBySource(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  limit: number,
): Promise<string[]> {
  const rows = await reader.query<{ id: string }>(disabledBySource, [organizationId, sourceApplicationId, limit]);
  return rows.map((row) => row.id);
}
