import { RollcallError } from "../domain/errors.ts";
import type { Job, JobInputs, JobKind } from "../domain/job.ts";
import type { Tx } from "../storage/database.ts";
import { findJob } from "../storage/read/jobs.ts";
import { finishJob, insertJob } from "../storage/write/jobs.ts";
import type { ActionDeps } from "./action-deps.ts";

/** A job to be done. */
export interface NewJob<Kind extends JobKind> {
  readonly organizationId: string;
  /** Null: of the organization as a whole. */
  readonly sourceApplicationId: string | null;
  readonly kind: Kind;
  readonly input: JobInputs[Kind];
  /** Where it is known from the beginning. */
  readonly total?: number | undefined;
  /** The actor. */
  readonly createdBy: string;
  /** Milliseconds after which it may begin; at once where it is missing. */
  readonly delay?: number | undefined;
}

/** Leaves a job for the node that leads, which begins it within a second. */
export async function startJob<Kind extends JobKind>(
  { now: clock, newId }: Pick<ActionDeps, "newId" | "now">,
  tx: Tx,
  { delay = 0, total, ...given }: NewJob<Kind>,
): Promise<Job<Kind>> {
  const now = clock();
  const job: Job<Kind> = {
    ...given,
    id: newId(),
    state: "queued",
    position: null,
    done: 0,
    total: total ?? null,
    result: null,
    problem: null,
    version: 1,
    failures: 0,
    createdAt: now,
    startedAt: null,
    modifiedAt: now,
    finishedAt: null,
  };
  await insertJob(tx, given.organizationId, job, new Date(Date.parse(now) + delay).toISOString());
  return job;
}

/** @throws {RollcallError} job.not_found */
export async function foundJob(
  { database }: Pick<ActionDeps, "database">,
  organizationId: string,
  id: string,
): Promise<Job> {
  const job = await findJob(database.reader, organizationId, id);
  if (job === undefined) throw new RollcallError("job.not_found");
  return job;
}

/**
 * Cancels a job: what it has done stays, its next batch is not done any more.
 *
 * @throws {RollcallError} job.not_found, job.ended
 */
export async function cancelJob(
  deps: Pick<ActionDeps, "database" | "now">,
  organizationId: string,
  id: string,
): Promise<Job> {
  const end = { state: "cancelled" } as const;
  const cancelled = await finishJob(deps.database.pool, organizationId, id, null, end, deps.now());
  const job = await foundJob(deps, organizationId, id);
  if (!cancelled) throw new RollcallError("job.ended", `It is ${job.state} since ${job.finishedAt}`);
  return job;
}
