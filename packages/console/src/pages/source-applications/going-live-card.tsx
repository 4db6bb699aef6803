import { Button, Group, Skeleton, Text } from "@mantine/core";
import { type GoingLivePreview, goingLiveRoutes } from "@rollcall/admin-api/going-live.ts";
import { sourceApplicationRoutes } from "@rollcall/admin-api/source-applications.ts";
import { useEffect } from "react";
import { useMayChange } from "../../api/session.ts";
import { useSourceApplication } from "../../api/source-application.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { useChange } from "../../api/use-change.ts";
import { Card } from "../../components/card.tsx";
import { Figure, Figures } from "../../components/figures.tsx";
import { isUnfinished, jobLook, JobProgress } from "../../components/job-progress.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";

/** Of an application that observes or is paused: what becomes of the directory when it goes live, and the way there. */
export function GoingLiveCard() {
  const { id } = useSourceApplication();
  const mayChange = useMayChange();
  const params = { sourceApplicationId: id };
  const found = useAnswer(goingLiveRoutes.listGoingLivePreviews, { params });
  const latest = found.data?.items[0];
  const counting = latest !== undefined && isUnfinished(latest.job);
  useAnswer(goingLiveRoutes.listGoingLivePreviews, { params }, { enabled: counting, every: jobLook });
  const preview = useChange(goingLiveRoutes.previewGoingLive, { stale: ["going-live"] });
  const goLive = useChange(sourceApplicationRoutes.changeSourceApplication, {
    stale: ["source-applications", "overview"],
  });
  const never = found.data?.items.length === 0;
  const { isIdle, mutate } = preview;
  useEffect(() => {
    // Whoever looks for the first time need not ask.
    if (never && mayChange && isIdle) mutate({ params: { sourceApplicationId: id } });
  }, [never, mayChange, isIdle, mutate, id]);
  const done = latest?.job.state === "done";
  return (
    <Card
      title="What going live would do"
      lead={
        done && latest.job.finishedAt !== null ? (
          <>
            Counted <RelativeTime at={latest.job.finishedAt} />, each person by themselves. Nothing is changed yet.
          </>
        ) : (
          "Nothing is changed yet."
        )
      }
    >
      <Refusal error={found.error ?? preview.error ?? goLive.error} />
      {found.isPending && <Skeleton height={66} aria-label="Loading" />}
      {never && !mayChange && (
        <Text size="sm" c="dimmed">
          Nobody has counted it yet.
        </Text>
      )}
      {latest !== undefined && !done && <JobProgress job={latest.job} noun="people and groups" />}
      {done && <Counted counts={latest.counts} />}
      {mayChange && (
        <Group gap="sm" mt="md">
          <Button loading={goLive.isPending} onClick={() => goLive.mutate({ params, body: { mode: "live" } })}>
            Go live
          </Button>
          <Button
            variant="default"
            loading={preview.isPending}
            disabled={counting}
            onClick={() => preview.mutate({ params })}
          >
            Count again
          </Button>
        </Group>
      )}
    </Card>
  );
}

function Counted({ counts: { people, groups, memberships } }: Pick<GoingLivePreview, "counts">) {
  return (
    <Figures>
      <Figure name="Would create" note={andGroups(groups.created + groups.returned)}>
        {written(people.created)}
      </Figure>
      <Figure name="Would link" note={some(people.returned, "more return")}>
        {written(people.linked)}
      </Figure>
      <Figure name="Would change" note={andGroups(groups.changed)}>
        {written(people.changed)}
      </Figure>
      <Figure name="Would enable">{written(people.enabled)}</Figure>
      <Figure name="Would disable" note={some(people.binned, "more to the recycle bin")}>
        {written(people.disabled)}
      </Figure>
      <Figure name="Held by the guard" note={andGroups(groups.held)}>
        {written(people.held)}
      </Figure>
      <Figure name="Conflicts">{written(people.conflicts)}</Figure>
      <Figure
        name="Memberships"
        note={[some(memberships.removed, "end"), some(groups.binned, "groups to the recycle bin")]
          .filter((part) => part !== "")
          .join(", ")}
      >
        {written(memberships.added)}
      </Figure>
    </Figures>
  );
}

function written(count: number): string {
  return count.toLocaleString("en");
}

function some(count: number, what: string): string {
  return count === 0 ? "" : `${written(count)} ${what}`;
}

function andGroups(count: number): string {
  if (count === 0) return "";
  return count === 1 ? "and a group" : `and ${written(count)} groups`;
}
