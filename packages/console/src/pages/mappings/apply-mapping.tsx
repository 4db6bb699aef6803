import { Button, Modal, Text } from "@mantine/core";
import { jobRoutes } from "@rollcall/admin-api/jobs.ts";
import { mappingRoutes } from "@rollcall/admin-api/mappings.ts";
import { useState } from "react";
import { useOrganization } from "../../api/organization.ts";
import { useMayChange } from "../../api/session.ts";
import { useSourceApplication } from "../../api/source-application.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { useChange } from "../../api/use-change.ts";
import { AskForm } from "../../components/ask-form.tsx";
import { isUnfinished, jobLook, JobProgress } from "../../components/job-progress.tsx";
import classes from "./mapping-differences.module.css";

/** What applying a mapping does, for whoever is about to. */
const whatApplyingDoes =
  "Everybody is mapped again from what the source wrote last; the source sends nothing. What an administrator decided stays, and the guard holds what it always holds.";

/** Applies the mapping in force to everybody. */
export function ApplyMapping() {
  const { id } = useSourceApplication();
  const [asking, setAsking] = useState(false);
  const apply = useChange(mappingRoutes.applyMapping, { stale: ["jobs"], onDone: () => setAsking(false) });
  if (!useMayChange()) return null;
  return (
    <>
      <Button variant="default" size="xs" onClick={() => setAsking(true)}>
        Apply now
      </Button>
      <Modal opened={asking} onClose={() => setAsking(false)} title="Apply this mapping to everybody">
        <AskForm
          verb="Apply now"
          change={apply}
          onClose={() => setAsking(false)}
          onSubmit={() => apply.mutate({ params: { sourceApplicationId: id } })}
        >
          <Text size="sm">{whatApplyingDoes}</Text>
        </AskForm>
      </Modal>
    </>
  );
}

const hour = 3_600_000;

/** How far the latest application of the mapping is; how it ended, for an hour. */
export function Applying() {
  const { id } = useSourceApplication();
  const organization = useOrganization();
  const [every, setEvery] = useState<number>();
  const jobs = useAnswer(
    jobRoutes.listJobs,
    { params: { organizationId: organization.id }, query: { sourceApplicationId: id, limit: 20 } },
    every === undefined ? {} : { every },
  );
  const job = jobs.data?.items.find(({ kind }) => kind === "apply-mapping");
  const wanted = job !== undefined && isUnfinished(job) ? jobLook : undefined;
  if (wanted !== every) setEvery(wanted);
  if (job === undefined) return null;
  if (job.finishedAt !== null && Date.parse(job.finishedAt) < Date.now() - hour) return null;
  return (
    <div className={classes.applying}>
      <JobProgress job={job} noun="people and groups" />
    </div>
  );
}
