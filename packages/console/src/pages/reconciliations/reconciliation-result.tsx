import { Button, Stack } from "@mantine/core";
import { type Reconciliation, reconciliationRoutes } from "@rollcall/admin-api/reconciliations.ts";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useSourceApplication } from "../../api/source-application.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { askAnew } from "../../api/use-change.ts";
import { useJob } from "../../api/use-job.ts";
import { Card } from "../../components/card.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Figure, Figures } from "../../components/figures.tsx";
import { isUnfinished, jobLook, JobProgress } from "../../components/job-progress.tsx";
import type { ListSearch } from "../../components/list-filter.ts";
import { LoadingCard } from "../../components/loading-card.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { FindingList } from "./finding-list.tsx";

interface Props {
  readonly id: string;
  readonly onAgain: () => void;
  readonly search: ListSearch;
  readonly onSearch: (changed: ListSearch) => void;
}

/** What a comparison found, in numbers and person by person. */
export function ReconciliationResult({ id, onAgain, search, onSearch }: Props) {
  const application = useSourceApplication();
  const input = { params: { sourceApplicationId: application.id, reconciliationId: id } };
  const found = useAnswer(reconciliationRoutes.getReconciliation, input);
  const goesOn = found.data !== undefined && isUnfinished(found.data.job);
  useAnswer(reconciliationRoutes.getReconciliation, input, { enabled: goesOn, every: jobLook });
  if (found.isError) return <Refusal error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data === undefined) return <LoadingCard rows={3} />;
  const { job, counts, fileName } = found.data;
  const { gone, inactive, different, missing, extra } = counts;
  const differ = gone + inactive + different + missing + extra;
  return (
    <>
      <Card
        title={fileName ?? "A file without a name"}
        lead={lead(found.data)}
        actions={
          !goesOn && (
            <Button variant="default" onClick={onAgain}>
              Another file
            </Button>
          )
        }
      >
        <Stack gap="sm">
          {job.state !== "done" && <JobProgress job={job} noun="people" />}
          <Numbers reconciliation={found.data} />
        </Stack>
      </Card>
      {search["act"] !== undefined && <Acting jobId={search["act"]} />}
      {job.state === "done" && differ === 0 && (
        <EmptyState title="Both sides agree">
          Everybody who is active in the export is here with the same values, and nobody else is active here.
        </EmptyState>
      )}
      {job.state === "done" && differ > 0 && (
        <FindingList
          reconciliation={found.data}
          search={search}
          onSearch={onSearch}
          onActed={(jobId) => onSearch({ act: jobId })}
        />
      )}
    </>
  );
}

function Numbers({ reconciliation: { counts } }: { readonly reconciliation: Reconciliation }) {
  const { gone, inactive, different, missing, extra, same } = counts;
  const number = (value: number): string => value.toLocaleString("en");
  return (
    <div aria-live="polite">
      <Figures>
        <Figure name="Still active here" note={`${number(gone)} gone, ${number(inactive)} inactive there`}>
          {number(gone + inactive)}
        </Figure>
        <Figure name="Missing here">{number(missing)}</Figure>
        <Figure name="Different">{number(different)}</Figure>
        <Figure name="Extra here" note="not active">
          {number(extra)}
        </Figure>
        <Figure name="The same">{number(same)}</Figure>
      </Figures>
    </div>
  );
}

function lead({ people, key, status, compared, ignored }: Reconciliation): string {
  const by = `${people.toLocaleString("en")} ${people === 1 ? "person" : "people"}, found by “${key.column}”`;
  const active = status === null ? "everybody in it active" : `“${status.column}” says who is active`;
  const labels = compared?.map(({ label }) => label) ?? [];
  const beside = labels.length === 0 ? "" : ` Compared: ${labels.join(", ")}.`;
  const left =
    ignored.length === 0 ? "" : ` Not compared: ${ignored.slice(0, 10).join(", ")}${ignored.length > 10 ? "…" : ""}.`;
  return `${by}; ${active}.${beside}${left}`;
}

/** How far it is to do what was chosen; asks anew for what was found when it has ended. */
function Acting({ jobId }: { readonly jobId: string }) {
  const queries = useQueryClient();
  const job = useJob(jobId, jobLook);
  const finishedAt = job.data?.finishedAt ?? null;
  useEffect(() => {
    if (finishedAt !== null) void askAnew(queries, ["reconciliations"]);
  }, [queries, finishedAt]);
  if (job.data === undefined) return <Refusal error={job.error} />;
  return (
    <Card>
      <JobProgress job={job.data} noun="people" />
    </Card>
  );
}
