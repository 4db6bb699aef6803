import { type Reader, unnamedStatement } from "../database.ts";

const ended = unnamedStatement(
  `select j.id from jobs j
    left join source_applications s on s.organization_id = $1 and s.id = j.source_application_id
    where j.organization_id = $1 and j.kind in ('reconcile', 'act-on-findings')
      and j.state in ('done', 'failed', 'cancelled') and (j.id < $2 or s.id is null or s.deleted_at is not null)
    order by j.id limit 20`,
);

/** Lists ids of reconciliations, and of what was done by them, that have ended and are below an id or of nobody. */
export async function listEndedReconciliations(
  reader: Reader,
  organizationId: string,
  below: string,
): Promise<string[]> {
  return (await reader.query<{ id: string }>(ended, [organizationId, below])).map(({ id }) => id);
}
