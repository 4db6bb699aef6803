import { listLeftUploads } from "../storage/read/exported-people.ts";
import { listEndedReconciliations } from "../storage/read/ended-reconciliations.ts";
import { dropColumnsOfDeleted } from "../storage/write/exported-people.ts";
import { dropJobs } from "../storage/write/jobs.ts";
import type { ActionDeps } from "./action-deps.ts";
import { dropUpload } from "./start-reconciliation.ts";

/**
 * Drops what reconciliations of an organization keep about people: those that are old, those of deleted applications,
 * and uploads that no job will compare any more.
 *
 * @param below an id: what is older is dropped
 * @param uploadsBelow as `below`, of uploads
 * @param goesOn asked between the batches
 */
export async function dropOldReconciliations(
  { database }: Pick<ActionDeps, "database">,
  organizationId: string,
  below: string,
  uploadsBelow: string,
  goesOn: () => boolean,
): Promise<void> {
  while (goesOn()) {
    const ended = await listEndedReconciliations(database.lists, organizationId, below);
    if (ended.length === 0) break;
    for (const id of ended) await dropUpload({ database }, organizationId, id, goesOn);
    await dropJobs(database.pool, organizationId, ended);
  }
  while (goesOn()) {
    const left = await listLeftUploads(database.lists, organizationId, uploadsBelow);
    if (left.length === 0) break;
    for (const id of left) await dropUpload({ database }, organizationId, id, goesOn);
  }
  await dropColumnsOfDeleted(database.pool, organizationId);
}
