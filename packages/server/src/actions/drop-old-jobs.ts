import { idAt } from "../domain/id.ts";
import { listOldJobsOfKind } from "../storage/read/jobs.ts";
import { listOrganizations } from "../storage/read/organizations.ts";
import { dropOldJobs as drop } from "../storage/write/jobs.ts";
import { dropMappingPreviews } from "../storage/write/mapping-differences.ts";
import type { ActionDeps } from "./action-deps.ts";
import { dropOldReconciliations } from "./drop-old-reconciliations.ts";

const day = 86_400_000;
const keptDays = 90;
/** What a preview or a reconciliation found is about people, and soon out of date. */
const keptPreviewDays = 7;
/** Longer than an upload takes. */
const keptUploadDays = 1;
const page = 500;

/**
 * Drops jobs of all organizations that were made 90 days ago and have ended, and previews of mappings and
 * reconciliations after 7.
 *
 * @param goesOn asked between the batches
 */
export async function dropOldJobs(
  { database, now }: Pick<ActionDeps, "database" | "now">,
  goesOn: () => boolean,
): Promise<void> {
  const idBefore = (days: number): string => idAt(Date.parse(now()) - days * day);
  for (let after: string | null | undefined = null; after !== undefined && goesOn(); ) {
    const { items, next } = await listOrganizations(database.lists, null, null, after, page);
    for (const { id } of items) {
      while (goesOn()) {
        const previews = await listOldJobsOfKind(database.lists, id, "preview-mapping", idBefore(keptPreviewDays));
        if (previews.length === 0) break;
        await dropMappingPreviews(database.pool, id, previews);
      }
      await dropOldReconciliations({ database }, id, idBefore(keptPreviewDays), idBefore(keptUploadDays), goesOn);
      while (goesOn() && (await drop(database.pool, id, idBefore(keptDays))));
    }
    after = next?.[0];
  }
}
