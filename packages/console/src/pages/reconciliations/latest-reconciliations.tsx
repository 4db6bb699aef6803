import { Button, Skeleton, Text } from "@mantine/core";
import { type Reconciliation, reconciliationRoutes } from "@rollcall/admin-api/reconciliations.ts";
import type { ReactNode } from "react";
import { useSourceApplication } from "../../api/source-application.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { Card } from "../../components/card.tsx";
import { isUnfinished, jobLook } from "../../components/job-progress.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import classes from "./reconciliations.module.css";

interface Props {
  readonly onOpen: (reconciliationId: string) => void;
  readonly empty: ReactNode;
}

/** What was compared within the last days. */
export function LatestReconciliations({ onOpen, empty }: Props) {
  const { id } = useSourceApplication();
  const input = { params: { sourceApplicationId: id } };
  const list = useAnswer(reconciliationRoutes.listReconciliations, input);
  const goesOn = list.data?.items.some(({ job }) => isUnfinished(job)) === true;
  useAnswer(reconciliationRoutes.listReconciliations, input, { enabled: goesOn, every: jobLook });
  if (list.isError) return <Refusal error={list.error} onRetry={() => void list.refetch()} />;
  if (list.data === undefined) return <Skeleton height={96} aria-label="Loading" />;
  if (list.data.items.length === 0) return <>{empty}</>;
  return (
    <Card title="Compared before" lead="Kept for seven days." flush>
      <ul className={classes.list}>
        {list.data.items.map((one) => (
          <li key={one.id} className={classes.before}>
            <Button variant="subtle" size="compact-sm" onClick={() => onOpen(one.id)}>
              {one.fileName ?? "A file without a name"}
            </Button>
            <Text size="sm" c="dimmed">
              {inWords(one)}
            </Text>
            <Text size="sm" c="dimmed" component="span">
              <RelativeTime at={one.job.createdAt} />
              {one.job.createdByName === null ? "" : ` by ${one.job.createdByName}`}
            </Text>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function inWords({ job, counts }: Reconciliation): string {
  if (job.state === "failed") return "failed";
  if (job.state === "cancelled") return "cancelled";
  if (job.state !== "done") return "goes on";
  const number = (value: number) => value.toLocaleString("en");
  const active = counts.gone + counts.inactive;
  return `${number(active)} still active here, ${number(counts.missing)} missing, ${number(counts.different)} different`;
}
