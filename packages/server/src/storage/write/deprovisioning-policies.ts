import type { DeprovisioningPolicy } from "../../domain/deprovisioning-policy.ts";
import { type Tx, unnamedStatement } from "../database.ts";

const upsertPolicy = unnamedStatement(
  `insert into deprovisioning_policies (organization_id, source_application_id, policy, modified_at)
    values ($1, $2, $3, $4)
    on conflict (organization_id, source_application_id) do update
      set policy = excluded.policy, modified_at = excluded.modified_at`,
);

export async function saveDeprovisioningPolicy(
  tx: Tx,
  organizationId: string,
  sourceApplicationId: string,
  policy: DeprovisioningPolicy,
  now: string,
): Promise<void> {
  await tx.execute(upsertPolicy, [organizationId, sourceApplicationId, JSON.stringify(policy), now]);
}
