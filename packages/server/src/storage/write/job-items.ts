import { statement, type Tx } from "../database.ts";

/** One of the things that a job found, or did. */
export interface JobItem {
  readonly kind: string;
  /** Whom or what it is about: one of its kind, once per job. */
  readonly id: string;
  readonly item: object;
}

const insert = statement(
  "insert-job-items",
  `insert into job_items (organization_id, job_id, kind, id, item)
    select $1, $2, i.kind, i.id, i.item from json_to_recordset($3::json) as i (kind text, id uuid, item jsonb)
    on conflict do nothing`,
);

/** Keeps what a batch of a job found; what is there already stays, because the batch may be done once more. */
export async function insertJobItems(
  tx: Tx,
  organizationId: string,
  jobId: string,
  items: readonly JobItem[],
): Promise<void> {
  if (items.length === 0) return;
  await tx.execute(insert, [organizationId, jobId, JSON.stringify(items)]);
}
