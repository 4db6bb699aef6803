import { foldCase } from "@rollcall/scim/filter/compare-values.ts";
import { RollcallError } from "../domain/errors.ts";
import type { MappingDifference } from "../domain/mapping-preview.ts";
import { findJob, listJobsOfKind } from "../storage/read/jobs.ts";
import { type DifferenceFilter, listMappingDifferences } from "../storage/read/mapping-differences.ts";
import type { ListPage } from "../domain/list-cursor.ts";
import type { ActionDeps } from "./action-deps.ts";
import { keptPreviews, type PreviewJob } from "./preview-mapping.ts";

interface Application {
  readonly organizationId: string;
  readonly id: string;
}

/** Lists the previews of an application, the newest first: those that are kept, and one that has just begun. */
export function listPreviews(
  { database }: Pick<ActionDeps, "database">,
  { organizationId, id }: Application,
): Promise<PreviewJob[]> {
  return listJobsOfKind(database.lists, organizationId, id, "preview-mapping", keptPreviews + 1);
}

/** @throws {RollcallError} mapping_preview.not_found */
export async function foundPreview(
  { database }: Pick<ActionDeps, "database">,
  { organizationId, id }: Application,
  jobId: string,
): Promise<PreviewJob> {
  const job = await findJob(database.reader, organizationId, jobId);
  if (job?.kind !== "preview-mapping" || job.sourceApplicationId !== id) {
    throw new RollcallError("mapping_preview.not_found");
  }
  return job as PreviewJob;
}

/** Lists whom the draft of a preview changes. @throws {RollcallError} mapping_preview.not_found */
export async function listDifferences(
  deps: Pick<ActionDeps, "database">,
  application: Application,
  jobId: string,
  filter: DifferenceFilter,
  after: string | null,
  limit: number,
): Promise<ListPage<MappingDifference>> {
  await foundPreview(deps, application, jobId);
  const search = filter.search === undefined ? undefined : foldCase(filter.search.trim());
  const folded = { ...filter, search };
  return listMappingDifferences(deps.database.lists, application.organizationId, jobId, folded, after, limit);
}
