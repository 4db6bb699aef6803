import { Button, Group, Progress, Text } from "@mantine/core";
import { type Job, jobRoutes } from "@rollcall/admin-api/jobs.ts";
import { Link } from "@tanstack/react-router";
import { useOrganization } from "../api/organization.ts";
import { useMayChange } from "../api/session.ts";
import { useChange } from "../api/use-change.ts";
import { Refusal } from "./refusal.tsx";

interface Props {
  readonly job: Job;
  /** What its numbers count: *people and groups*. */
  readonly noun: string;
}

/** How far a job is, with the means to cancel it; how it ended where nothing else says so. */
export function JobProgress({ job, noun }: Props) {
  const organization = useOrganization();
  const mayChange = useMayChange();
  const cancel = useChange(jobRoutes.cancelJob, { stale: ["jobs", "previews"] });
  const { id, title, state, done, total, problem } = job;
  const ended = {
    failed: () => `failed: ${problem ?? "the reason is not known"}`,
    cancelled: () => `cancelled after ${count(done, total, noun)}`,
    done: () => `done, ${count(done, null, noun)}`,
  };
  if (state !== "queued" && state !== "running") {
    return (
      <Text size="sm">
        {`${title}: ${ended[state]()}. `}
        <AllJobs job={job} />
      </Text>
    );
  }
  const percent = total === null || total === 0 ? 0 : Math.floor((done / total) * 100);
  return (
    <div role="status" aria-label={title}>
      <Group justify="space-between" gap="sm" mb={6}>
        <Text size="sm">
          {state === "queued" ? `${title}: about to begin` : `${title}: ${count(done, total, noun)}`}
        </Text>
        <Group gap="sm">
          <AllJobs job={job} />
          {mayChange && (
            <Button
              variant="default"
              size="compact-xs"
              loading={cancel.isPending}
              onClick={() => cancel.mutate({ params: { organizationId: organization.id, jobId: id } })}
            >
              Cancel
            </Button>
          )}
        </Group>
      </Group>
      <Progress value={percent} size="sm" aria-label={`${title}: ${percent} percent`} />
      <Refusal error={cancel.error} />
    </div>
  );
}

/** Leads to this job among the others of its application. */
function AllJobs({ job: { sourceApplicationId } }: { readonly job: Job }) {
  const { slug } = useOrganization();
  const search = { tab: "jobs", ...(sourceApplicationId === null ? {} : { source: sourceApplicationId }) };
  return (
    <Link to="/o/$slug/activity" params={{ slug }} search={search}>
      All jobs
    </Link>
  );
}

function count(done: number, total: number | null, noun: string): string {
  const number = (value: number): string => value.toLocaleString("en");
  return total === null ? `${number(done)} ${noun}` : `${number(done)} of ${number(total)} ${noun}`;
}

/** Whether a job goes on. */
export function isUnfinished({ finishedAt }: Job): boolean {
  return finishedAt === null;
}

/** Milliseconds between two looks at a job that goes on. */
export const jobLook = 700;
