import type { Job } from "../../domain/job.ts";
import { statement, type Tx, unnamedStatement } from "../database.ts";

const insert = unnamedStatement(
  `insert into jobs (organization_id, id, source_application_id, kind, state, input, done, total, created_by, version,
      failures, not_before, created_at, modified_at)
    values ($1, $2, $3, $4, 'queued', $5, 0, $6, $7, 1, 0, $8, $9, $9)`,
);

/** Stores a new job. @param notBefore when it may begin, ISO 8601 */
export async function insertJob(tx: Tx, organizationId: string, job: Job, notBefore: string): Promise<void> {
  const { id, sourceApplicationId, kind, input, total, createdBy, createdAt } = job;
  const values = [organizationId, id, sourceApplicationId, kind, JSON.stringify(input), total, createdBy];
  await tx.execute(insert, [...values, notBefore, createdAt]);
}

const goOn = statement(
  "go-on-with-job",
  `update jobs set state = 'running', position = $4, done = $5, total = coalesce($6, total), version = version + 1,
      failures = 0, started_at = coalesce(started_at, $7), modified_at = $7
    where organization_id = $1 and id = $2 and version = $3 and state in ('queued', 'running')`,
);

/** Where a job is after a batch. */
export interface JobProgress {
  readonly position: object | string;
  readonly done: number;
  /** Undefined leaves what is there. */
  readonly total?: number | undefined;
}

/** Notes that a batch of a job is done; false when somebody cancelled it, or another node was faster. */
export async function saveJobProgress(
  tx: Tx,
  organizationId: string,
  { id, version }: Pick<Job, "id" | "version">,
  { position, done, total }: JobProgress,
  now: string,
): Promise<boolean> {
  const values = [organizationId, id, version, JSON.stringify(position), done, total ?? null, now];
  return (await tx.execute(goOn, values)) === 1;
}

const finish = statement(
  "finish-job",
  `update jobs set state = $4, done = coalesce($5, done), total = coalesce($5, total), result = coalesce($6, result),
      problem = $7, version = version + 1, started_at = coalesce(started_at, $8), modified_at = $8, finished_at = $8
    where organization_id = $1 and id = $2 and version = coalesce($3, version) and state in ('queued', 'running')`,
);

/** How a job ended. */
export interface JobEnd {
  readonly state: "done" | "failed" | "cancelled";
  readonly done?: number | undefined;
  readonly result?: object | undefined;
  readonly problem?: string | undefined;
}

/** Ends a job; false when it has ended, or is not at the version any more. @param version null: whatever it is at */
export async function finishJob(
  tx: Tx,
  organizationId: string,
  id: string,
  version: number | null,
  { state, done, result, problem }: JobEnd,
  now: string,
): Promise<boolean> {
  const values = [organizationId, id, version, state, done ?? null, result && JSON.stringify(result), problem, now];
  return (await tx.execute(finish, values)) === 1;
}

const postpone = statement(
  "postpone-job",
  `update jobs set failures = failures + 1, not_before = $4, version = version + 1, modified_at = $5
    where organization_id = $1 and id = $2 and version = $3 and state in ('queued', 'running')`,
);

/** Notes that a batch failed and is tried again later. */
export async function postponeJob(
  tx: Tx,
  organizationId: string,
  { id, version }: Pick<Job, "id" | "version">,
  notBefore: string,
  now: string,
): Promise<void> {
  await tx.execute(postpone, [organizationId, id, version, notBefore, now]);
}

const dropOld = unnamedStatement(
  `delete from jobs where (organization_id, id) in (
    select organization_id, id from jobs where organization_id = $1 and id < $2 and state in ('done', 'failed', 'cancelled')
      order by id limit 100)`,
);

/** Drops up to 100 jobs of an organization that ended and whose ids are below one; false when there was none. */
export async function dropOldJobs(tx: Tx, organizationId: string, below: string): Promise<boolean> {
  return (await tx.execute(dropOld, [organizationId, below])) > 0;
}

const dropThese = unnamedStatement("delete from jobs where organization_id = $1 and id = any ($2)");

/** Drops jobs with what they found. */
export async function dropJobs(tx: Tx, organizationId: string, ids: readonly string[]): Promise<void> {
  await tx.execute(dropThese, [organizationId, ids]);
}
