import type { ActedOn } from "../../domain/finding.ts";
import { statement, type Tx } from "../database.ts";

const act = statement(
  "act-on-findings",
  `update job_items i set item = i.item || jsonb_build_object('acted', a.acted)
    from json_to_recordset($3::json) as a (kind text, id uuid, acted jsonb)
    where i.organization_id = $1 and i.job_id = $2 and i.kind = a.kind and i.id = a.id`,
);

/** Notes what became of people by what an administrator did about findings. */
export async function markFindings(
  tx: Tx,
  organizationId: string,
  jobId: string,
  acted: readonly { readonly kind: string; readonly id: string; readonly acted: ActedOn }[],
): Promise<void> {
  if (acted.length > 0) await tx.execute(act, [organizationId, jobId, JSON.stringify(acted)]);
}
