import { jobRoutes } from "@rollcall/admin-api/jobs.ts";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useOrganization } from "../api/organization.ts";
import { useSourceApplication } from "../api/source-application.ts";
import { useAnswer } from "../api/use-answer.ts";
import { askAnew } from "../api/use-change.ts";
import { isUnfinished, jobLook, JobProgress } from "./job-progress.tsx";
import classes from "./latest-job.module.css";

interface Props {
  /** `apply-mapping` and so on. */
  readonly kind: string;
  /** What its numbers count: *people and groups*. */
  readonly noun: string;
  /** The nouns whose answers are stale when it has ended, as paths name them. */
  readonly stale?: string;
}

const hour = 3_600_000;

/** How far the latest job of a kind of the application is; how it ended, for an hour. */
export function LatestJob({ kind, noun, stale }: Props) {
  const { id } = useSourceApplication();
  const organization = useOrganization();
  const queries = useQueryClient();
  const [every, setEvery] = useState<number>();
  const jobs = useAnswer(
    jobRoutes.listJobs,
    { params: { organizationId: organization.id }, query: { sourceApplicationId: id, limit: 20 } },
    every === undefined ? {} : { every },
  );
  const job = jobs.data?.items.find((one) => one.kind === kind);
  const wanted = job !== undefined && isUnfinished(job) ? jobLook : undefined;
  if (wanted !== every) setEvery(wanted);
  const endedAt = job?.finishedAt ?? null;
  useEffect(() => {
    if (endedAt !== null && stale !== undefined) void askAnew(queries, [stale]);
  }, [endedAt, stale, queries]);
  if (job === undefined) return null;
  if (job.finishedAt !== null && Date.parse(job.finishedAt) < Date.now() - hour) return null;
  return (
    <div className={classes.job}>
      <JobProgress job={job} noun={noun} />
    </div>
  );
}
