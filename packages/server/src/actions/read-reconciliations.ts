import { foldCase } from "@rollcall/scim/filter/compare-values.ts";
import { RollcallError } from "../domain/errors.ts";
import { findingKinds } from "../domain/finding.ts";
import type { ListPage } from "../domain/list-cursor.ts";
import { findJob, listJobsOfKind } from "../storage/read/jobs.ts";
import { type FindingFilter, listFindings, type StoredFinding } from "../storage/read/findings.ts";
import type { ActionDeps } from "./action-deps.ts";
import type { ReconcileJob } from "./reconcile-job.ts";

interface Application {
  readonly organizationId: string;
  readonly id: string;
}

/** Of an application, in its list. */
const listed = 20;

/** Which findings are asked for; all where nothing is said. */
export interface AskedFindings {
  readonly kinds?: FindingFilter["kinds"] | undefined;
  readonly ids?: readonly string[] | undefined;
  /** In a name, user name or e-mail address, in any case. */
  readonly search?: string | undefined;
  readonly attribute?: string | undefined;
}

/** Lists the reconciliations of an application, the newest first; at most 20. */
export function listReconciliations(
  { database }: Pick<ActionDeps, "database">,
  { organizationId, id }: Application,
): Promise<ReconcileJob[]> {
  return listJobsOfKind(database.lists, organizationId, id, "reconcile", listed);
}

/** @throws {RollcallError} reconciliation.not_found */
export async function foundReconciliation(
  { database }: Pick<ActionDeps, "database">,
  { organizationId, id }: Application,
  jobId: string,
): Promise<ReconcileJob> {
  const job = await findJob(database.reader, organizationId, jobId);
  if (job?.kind !== "reconcile" || job.sourceApplicationId !== id) {
    throw new RollcallError("reconciliation.not_found");
  }
  return job as ReconcileJob;
}

/** Lists what a reconciliation found, by kind. @throws {RollcallError} reconciliation.not_found */
export async function listFoundBy(
  deps: Pick<ActionDeps, "database">,
  application: Application,
  jobId: string,
  asked: AskedFindings,
  after: { readonly kind: string; readonly id: string } | undefined,
  limit: number,
): Promise<ListPage<StoredFinding>> {
  await foundReconciliation(deps, application, jobId);
  return listFindings(deps.database.lists, application.organizationId, jobId, filterOf(asked), after, limit);
}

/** The same as the database is asked. */
export function filterOf({ kinds, search, ...rest }: AskedFindings): FindingFilter {
  const folded = search === undefined ? undefined : foldCase(search.trim());
  return { ...rest, kinds: kinds ?? findingKinds, search: folded };
}
