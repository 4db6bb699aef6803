import type { Job as PresentedJob, jobRoutes } from "@rollcall/admin-api/jobs.ts";
import { cancelJob, foundJob } from "../../actions/manage-jobs.ts";
import { type Job, jobTitles } from "../../domain/job.ts";
import { findActorNames } from "../../storage/read/actor-names.ts";
import { listJobs } from "../../storage/read/jobs.ts";
import type { AdminDeps } from "./admin-deps.ts";
import type { HandlersOf } from "./handler.ts";
import { listParameters, presentPage } from "./list-parameters.ts";

export const jobHandlers: HandlersOf<typeof jobRoutes> = {
  listJobs: async ({ deps, organizationId, query }) => {
    const { after, limit } = listParameters("jobs", query);
    const page = await listJobs(deps.database.lists, organizationId, query.sourceApplicationId, after, limit);
    const names = await namesOf(deps, organizationId, page.items);
    return presentPage("jobs", page, (job) => present(job, names));
  },
  getJob: async ({ deps, organizationId, params }) =>
    presentJob(deps, await foundJob(deps, organizationId, params.jobId)),
  cancelJob: async ({ deps, organizationId, params }) =>
    presentJob(deps, await cancelJob(deps, organizationId, params.jobId)),
};

/** A job as the admin API shows it. */
export async function presentJob(deps: AdminDeps, job: Job): Promise<PresentedJob> {
  return present(job, await namesOf(deps, job.organizationId, [job]));
}

function namesOf({ database }: AdminDeps, organizationId: string, jobs: readonly Job[]) {
  return findActorNames(database.lists, organizationId, [...new Set(jobs.map(({ createdBy }) => createdBy))]);
}

function present(job: Job, names: ReadonlyMap<string, string>): PresentedJob {
  const { organizationId: _, input: __, position: ___, version: ____, failures: _____, ...shown } = job;
  return { ...shown, title: jobTitles[job.kind] ?? job.kind, createdByName: names.get(job.createdBy) ?? null };
}
