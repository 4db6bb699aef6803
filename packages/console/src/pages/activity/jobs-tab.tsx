import { Button, Progress } from "@mantine/core";
import { type Job, jobRoutes } from "@rollcall/admin-api/jobs.ts";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { useApplications } from "../../api/application-names.ts";
import { useOrganization } from "../../api/organization.ts";
import { useMayChange } from "../../api/session.ts";
import { usePages } from "../../api/use-answer.ts";
import { useChange } from "../../api/use-change.ts";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { FilterSelect } from "../../components/filter-select.tsx";
import { isUnfinished } from "../../components/job-progress.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StateLabel } from "../../components/state-label.tsx";
import classes from "./activity.module.css";
import { outcomeOf, progressOf, stateOf } from "./job-words.ts";

const everyMilliseconds = 2_000;

/** What is or was done in the background, the newest first: how far it is, who began it, and what came of it. */
export function JobsTab() {
  const { id: organizationId } = useOrganization();
  const mayChange = useMayChange();
  const { source } = useSearch({ from: "/signed-in/o/$slug/framed/activity" });
  const navigate = useNavigate({ from: "/o/$slug/activity" });
  const applications = useApplications();
  const list = usePages(
    jobRoutes.listJobs,
    {
      params: { organizationId },
      query: source === undefined ? {} : { sourceApplicationId: source },
    },
    { every: everyMilliseconds },
  );
  const cancel = useChange(jobRoutes.cancelJob, { stale: ["jobs", "previews"] });
  const rows = useMemo(() => (list.data?.pages ?? []).flatMap((page) => page.items), [list.data]);
  const { mutate, variables, isPending } = cancel;
  const busy = isPending ? variables.params.jobId : undefined;
  const columns = useMemo(
    () => [
      ...facts,
      {
        key: "Cancel",
        title: "",
        width: "72px",
        corner: true,
        cell: (job: Job) =>
          mayChange &&
          isUnfinished(job) && (
            <Button
              variant="default"
              size="compact-xs"
              aria-label={`Cancel ${job.title}`}
              loading={busy === job.id}
              onClick={() => mutate({ params: { organizationId, jobId: job.id } })}
            >
              Cancel
            </Button>
          ),
      },
    ],
    [mayChange, busy, mutate, organizationId],
  );
  return (
    <>
      <div className={classes.jobFilters}>
        <FilterSelect
          label="All applications"
          options={applications.map(({ id, displayName }) => ({ value: id, label: displayName }))}
          value={source}
          onChange={(value) => void navigate({ search: (before) => ({ ...before, source: value }), replace: true })}
          searchable
          width={190}
        />
      </div>
      {list.isError && <Refusal error={list.error} onRetry={() => void list.refetch()} />}
      <Refusal error={cancel.error} />
      <DataTable
        label="Jobs"
        columns={columns}
        rows={rows}
        rowKey={idOf}
        narrowRowHeight={96}
        loading={list.isPending}
        hasMore={list.hasNextPage}
        onMore={() => {
          if (!list.isFetchingNextPage) void list.fetchNextPage();
        }}
        empty={
          <EmptyState title={source === undefined ? "Nothing was done in the background yet" : "No job of this source"}>
            What takes long stands here while it goes on and for 90 days afterwards: a mapping or rules that are
            previewed or applied to everybody, an undo.
          </EmptyState>
        }
      />
    </>
  );
}

const facts: readonly Column<Job>[] = [
  { key: "at", title: "Begun", width: "104px", cell: (job) => <RelativeTime at={job.createdAt} /> },
  { key: "job", title: "Job", width: "minmax(0, 1.4fr)", primary: true, cell: (job) => <JobLink job={job} /> },
  {
    key: "application",
    title: "Application",
    width: "minmax(0, 1.2fr)",
    cell: ({ sourceApplicationId, sourceApplicationName }) =>
      sourceApplicationId === null ? "All of them" : (sourceApplicationName ?? "A deleted application"),
  },
  {
    key: "state",
    title: "State",
    width: "104px",
    cell: (job) => {
      const { word, meaning } = stateOf(job);
      return (
        <StateLabel meaning={meaning} waiting={job.state === "running"}>
          {word}
        </StateLabel>
      );
    },
  },
  { key: "progress", title: "Progress", width: "minmax(0, 1fr)", cell: (job) => <HowFar job={job} /> },
  { key: "by", title: "Begun by", width: "minmax(0, 1fr)", cell: (job) => job.createdByName ?? job.createdBy },
  {
    key: "outcome",
    title: "Outcome",
    width: "minmax(0, 1.8fr)",
    cell: (job) => <span title={outcomeOf(job)}>{outcomeOf(job)}</span>,
  },
];

function HowFar({ job }: { readonly job: Job }) {
  const { done, total, title } = job;
  if (!isUnfinished(job) || total === null || total === 0) return <span>{progressOf(job)}</span>;
  const percent = Math.floor((done / total) * 100);
  return (
    <span className={classes.howFar}>
      {progressOf(job)}
      <Progress value={percent} size="xs" aria-label={`${title}: ${percent} percent`} />
    </span>
  );
}

/** Leads to where a job was begun, and to what an undo did. */
function JobLink({ job: { id, kind, title, sourceApplicationId } }: { readonly job: Job }) {
  const { slug } = useOrganization();
  if (kind.endsWith("-status-rule")) {
    return (
      <Link to="/o/$slug/settings/several-sources" params={{ slug }}>
        {title}
      </Link>
    );
  }
  const place = places.find(({ of }) => kind.endsWith(of));
  if (place === undefined || sourceApplicationId === null) return title;
  return (
    <Link
      to={place.to}
      params={{ slug, applicationId: sourceApplicationId }}
      search={kind === "undo" ? { undo: id } : {}}
    >
      {title}
    </Link>
  );
}

const places = [
  { of: "mapping", to: "/o/$slug/apps/$applicationId/mapping" },
  { of: "group-rules", to: "/o/$slug/apps/$applicationId/group-rules" },
  { of: "undo", to: "/o/$slug/apps/$applicationId/undo" },
] as const;

function idOf({ id }: Job): string {
  return id;
}
