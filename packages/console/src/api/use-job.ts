import { jobRoutes } from "@rollcall/admin-api/jobs.ts";
import { useOrganization } from "./organization.ts";
import { useAnswer } from "./use-answer.ts";

/** A job as it goes on: asked again until it has ended. @param every milliseconds between two looks */
export function useJob(jobId: string, every: number) {
  const { id } = useOrganization();
  const input = { params: { organizationId: id, jobId } };
  const job = useAnswer(jobRoutes.getJob, input);
  useAnswer(jobRoutes.getJob, input, { enabled: job.data?.finishedAt === null, every });
  return job;
}
