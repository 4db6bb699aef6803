import type { Job as PresentedJob, jobRoutes } from "@rollcall/admin-api/jobs.ts";
import { cancelJob, foundJob } from "../../actions/manage-jobs.ts";
import { type Job, jobTitles } from "../../domain/job.ts";
import { findActorNames } from "../../storage/read/actor-names.ts";
import { findApplicationNames } from "../../storage/read/directory-users.ts";
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

/** Who began jobs, and the applications that they are of, by what their ids stand for. */
async function namesOf({ database }: AdminDeps, organizationId: string, jobs: readonly Job[]) {
  const actors = new Set(jobs.map(({ createdBy }) => createdBy));
  const applications = new Set(jobs.flatMap(({ sourceApplicationId }) => sourceApplicationId ?? []));
  const [ofActors, ofApplications] = await Promise.all([
    findActorNames(database.lists, organizationId, [...actors]),
    findApplicationNames(database.lists, organizationId, [...applications]),
  ]);
  return new Map([...ofActors, ...ofApplications]);
}

function present(job: Job, names: ReadonlyMap<string, string>): PresentedJob {
  const { organizationId: _, input: __, position: ___, version: ____, failures: _____, ...shown } = job;
  return {
    ...shown,
    sourceApplicationName: names.get(job.sourceApplicationId ?? "") ?? null,
    title: jobTitles[job.kind] ?? job.kind,
    createdByName: names.get(job.createdBy) ?? null,
  };
}
