import { type Job, jobRoutes } from "@rollcall/admin-api/jobs.ts";
import { setTimeout as wait } from "node:timers/promises";
import { openBar } from "./bar.ts";
import { type Session, WorkFailed } from "./session.ts";

const everyMilliseconds = 250;

/**
 * Waits until a job has ended, and shows on a terminal how far it is.
 *
 * @throws {WorkFailed} it failed, or somebody cancelled it
 */
export async function followJob({ client }: Session, organizationId: string, started: Job): Promise<Job> {
  const bar = openBar(process.stderr);
  let job = started;
  try {
    while (job.state === "queued" || job.state === "running") {
      await wait(everyMilliseconds);
      job = await client.call(jobRoutes.getJob, { params: { organizationId, jobId: job.id } });
      if (job.total !== null) bar.advance(job.done, Math.max(job.total, job.done), job.title);
    }
  } finally {
    bar.end();
  }
  if (job.state === "failed") throw new WorkFailed(`${job.title} failed: ${job.problem ?? "for no known reason"}`);
  if (job.state === "cancelled") throw new WorkFailed(`${job.title} was cancelled; what it had done stays`);
  return job;
}
