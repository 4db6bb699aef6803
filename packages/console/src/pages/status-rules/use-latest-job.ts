import { type Job, jobRoutes } from "@rollcall/admin-api/jobs.ts";
import { useState } from "react";
import { useOrganization } from "../../api/organization.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { isUnfinished, jobLook } from "../../components/job-progress.tsx";

const hour = 3_600_000;

/** The latest job of a kind of the organization as a whole, looked at while it goes on; none that ended an hour ago. */
export function useLatestJob(kind: string): Job | undefined {
  const { id } = useOrganization();
  const [every, setEvery] = useState<number>();
  const jobs = useAnswer(
    jobRoutes.listJobs,
    { params: { organizationId: id }, query: { limit: 20 } },
    every === undefined ? {} : { every },
  );
  const job = jobs.data?.items.find((one) => one.kind === kind);
  const wanted = job !== undefined && isUnfinished(job) ? jobLook : undefined;
  if (wanted !== every) setEvery(wanted);
  if (job === undefined || (job.finishedAt !== null && Date.parse(job.finishedAt) < Date.now() - hour))
    return undefined;
  return job;
}
