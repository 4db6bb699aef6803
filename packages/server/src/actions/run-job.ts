import { DatabaseUnavailable } from "../domain/database-failures.ts";
import { RollcallError } from "../domain/errors.ts";
import type { Job } from "../domain/job.ts";
import type { Log } from "../log.ts";
import { findJob } from "../storage/read/jobs.ts";
import { finishJob, postponeJob, saveJobProgress } from "../storage/write/jobs.ts";
import type { ActionDeps } from "./action-deps.ts";
import type { JobHandler, JobStep } from "./job-handler.ts";
import { jobHandlers } from "./job-handlers.ts";

/** Batches in a row that may fail. */
const most = 5;
const retryMilliseconds = 2_000;

/**
 * Does the next batch of a job.
 *
 * @returns the job as it is to go on with; undefined when it has ended, was cancelled, is another node's, or waits
 * @throws DatabaseUnavailable the job stays where it is
 */
export async function runJob(deps: ActionDeps, log: Log, job: Job): Promise<Job | undefined> {
  // The table has the handler of each kind; which one it is for a job only its kind can tell.
  const handler = jobHandlers[job.kind] as JobHandler<Job["kind"]> | undefined;
  let step: JobStep;
  try {
    // A node of a later version has kinds that this one cannot do; it does them when it leads.
    if (handler === undefined) throw new Error(`this version of Rollcall has no jobs of kind ${job.kind}`);
    step = await handler.step(deps, job);
  } catch (error) {
    if (error instanceof DatabaseUnavailable) throw error;
    await fail(deps, log, job, error as Error);
    return undefined;
  }
  return (await save(deps, job, step)) && !("result" in step)
    ? findJob(deps.database.reader, job.organizationId, job.id)
    : undefined;
}

/** Somebody cancelled the job, or another node did this batch: what was to be written with it is not. */
class Overtaken extends Error {}

async function save({ database, now: clock }: ActionDeps, job: Job, step: JobStep): Promise<boolean> {
  const { organizationId, id, version } = job;
  const now = clock();
  try {
    await database.transaction(async (tx) => {
      const counts =
        "result" in step
          ? await finishJob(tx, organizationId, id, version, { state: "done", ...step }, now)
          : await saveJobProgress(tx, organizationId, job, step, now);
      if (!counts) throw new Overtaken();
      await step.write?.(tx);
    });
    return true;
  } catch (error) {
    if (error instanceof Overtaken) return false;
    throw error;
  }
}

/** What was refused stays refused; anything else may be better a little later. */
async function fail(deps: ActionDeps, log: Log, job: Job, error: Error): Promise<void> {
  const { organizationId, id, version, failures, kind } = job;
  const now = deps.now();
  if (error instanceof RollcallError && error.status < 500) {
    const problem = { state: "failed", problem: error.message } as const;
    await finishJob(deps.database.pool, organizationId, id, version, problem, now);
    return;
  }
  log.warn({ job: id, kind, reason: error.message }, "a batch of a job failed");
  if (failures + 1 < most) {
    const notBefore = new Date(Date.parse(now) + retryMilliseconds * 2 ** failures).toISOString();
    await postponeJob(deps.database.pool, organizationId, job, notBefore, now);
    return;
  }
  const problem = `It failed ${most} times in a row; the last time because: ${error.message}`;
  await finishJob(deps.database.pool, organizationId, id, version, { state: "failed", problem }, now);
}
