import { Grid, Skeleton, Stack } from "@mantine/core";
import { applicationHealthRoutes } from "@rollcall/admin-api/application-health.ts";
import { exchangeRoutes } from "@rollcall/admin-api/exchanges.ts";
import { goingLiveRoutes } from "@rollcall/admin-api/going-live.ts";
import { useSourceApplication } from "../../api/source-application.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { CallsChart } from "../../components/calls-chart.tsx";
import { Card } from "../../components/card.tsx";
import { LiveChecklist } from "../../components/live-checklist.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { TimeSince } from "../../components/relative-time.tsx";
import { Section } from "../../components/section.tsx";
import { ApplicationConflicts } from "./application-conflicts.tsx";
import { ApplicationNumbers } from "./application-numbers.tsx";
import { CallLimitCard } from "./call-limit-card.tsx";
import { DeleteCard } from "./delete-card.tsx";
import { DialectsCard } from "./dialects-card.tsx";
import { GoingLiveCard } from "./going-live-card.tsx";
import { GuardCard } from "./guard-card.tsx";
import { RecentExchanges } from "./recent-exchanges.tsx";

/** Overview of an application: is this source healthy, and what does it send? */
export function ApplicationOverviewPage() {
  const application = useSourceApplication();
  const params = { sourceApplicationId: application.id };
  const health = useAnswer(applicationHealthRoutes.getApplicationHealth, { params }, { every: 5_000 });
  return (
    <Section
      lead={
        health.data === undefined ? (
          <>&nbsp;</>
        ) : (
          <>
            {health.data.sentence} Like this <TimeSince at={health.data.since} />.
          </>
        )
      }
      calls={[
        { route: applicationHealthRoutes.getApplicationHealth, params },
        { route: applicationHealthRoutes.getChecklist, params },
        { route: exchangeRoutes.listExchanges, params, query: { limit: 8 } },
        { route: goingLiveRoutes.previewGoingLive, params },
      ]}
    >
      {health.isError && <Refusal error={health.error} onRetry={() => void health.refetch()} />}
      <ApplicationNumbers application={application} health={health.data} />
      <Grid gap="lg">
        {(application.mode === "observe" || application.mode === "paused") && (
          <Grid.Col span={12}>
            <GoingLiveCard />
          </Grid.Col>
        )}
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Stack gap="lg">
            <Card title="Calls of the last 24 hours">
              {health.data === undefined ? (
                <Skeleton height={166} radius={6} aria-label="Loading" />
              ) : (
                <CallsChart calls={health.data.calls} />
              )}
            </Card>
            <ApplicationConflicts />
            <RecentExchanges />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }}>
          <Stack gap="lg">
            <LiveChecklist sourceApplicationId={application.id} untilComplete />
            <DialectsCard />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <GuardCard />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <CallLimitCard />
        </Grid.Col>
        <Grid.Col span={12}>
          <DeleteCard />
        </Grid.Col>
      </Grid>
    </Section>
  );
}
