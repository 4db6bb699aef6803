import { Skeleton, Stack } from "@mantine/core";
import { applicationHealthRoutes } from "@rollcall/admin-api/application-health.ts";
import { type OrganizationOverview, organizationHealthRoutes } from "@rollcall/admin-api/organization-health.ts";
import { sourceApplicationRoutes } from "@rollcall/admin-api/source-applications.ts";
import { IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useOrganization } from "../../api/organization.ts";
import { useOverview } from "../../api/overview.ts";
import { useMayChange } from "../../api/session.ts";
import { useAnswer, usePages } from "../../api/use-answer.ts";
import { CallsChart } from "../../components/calls-chart.tsx";
import { Card } from "../../components/card.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Figure, Figures } from "../../components/figures.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { Page } from "../../components/page.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { StateLabel } from "../../components/state-label.tsx";
import { ApplicationStates } from "./application-states.tsx";
import { NeedsYou } from "./needs-you.tsx";

/** Overview: is everything well, and what needs me? */
export function OverviewPage() {
  const { id, slug, name } = useOrganization();
  const mayChange = useMayChange();
  const input = { params: { organizationId: id } };
  const overview = useOverview();
  const health = useAnswer(applicationHealthRoutes.listApplicationHealth, input, { every: 15_000 });
  const applications = usePages(sourceApplicationRoutes.listSourceApplications, input, { limit: 500 });
  const rows = (applications.data?.pages ?? []).flatMap((page) => page.items);
  const found = overview.data;
  const empty = applications.isSuccess && rows.length === 0;
  return (
    <Page
      title={name}
      beside={found !== undefined && !empty && <Health overview={found} />}
      lead={found === undefined || empty ? undefined : sentenceOf(found)}
      calls={[
        { route: organizationHealthRoutes.getOrganizationOverview, ...input },
        { route: applicationHealthRoutes.listApplicationHealth, ...input },
      ]}
    >
      {overview.isError && <Refusal error={overview.error} onRetry={() => void overview.refetch()} />}
      {empty ? (
        <EmptyState
          title="Add your first application"
          action={
            mayChange && (
              <LinkButton to="/o/$slug/apps/new" params={{ slug }} leftSection={<IconPlus size={14} />}>
                Add Application
              </LinkButton>
            )
          }
        >
          An application is what pushes people and groups into this directory: Okta, Microsoft Entra ID or anything else
          that speaks SCIM. This page then shows whether everything flows, and what needs you.
        </EmptyState>
      ) : (
        <>
          {found === undefined ? <Skeleton height={86} mb="lg" /> : <People overview={found} />}
          <Stack gap="lg">
            {health.data !== undefined && found !== undefined && (
              <NeedsYou overview={found} health={health.data.items} applications={rows} />
            )}
            <Card title="Calls of the last 24 hours">
              {found === undefined ? <Skeleton height={160} /> : <CallsChart calls={found.calls} />}
            </Card>
            <ApplicationStates applications={rows} health={health.data?.items} />
          </Stack>
        </>
      )}
    </Page>
  );
}

function Health({ overview: { health } }: { readonly overview: OrganizationOverview }) {
  const words = { flowing: "Flowing", attention: "Needs attention", failing: "Failing", off: "Waiting" } as const;
  return (
    <StateLabel meaning={health} waiting={health === "off"}>
      {words[health]}
    </StateLabel>
  );
}

function sentenceOf({ health, applications, conflicts, held }: OrganizationOverview): string {
  if (health === "off") return "No source has called yet.";
  const wants = [
    applications.failing > 0 &&
      `${applications.failing} ${applications.failing === 1 ? "application fails" : "applications fail"}`,
    held > 0 && `${held.toLocaleString("en")} ${held === 1 ? "change is" : "changes are"} held`,
    conflicts > 0 && `${conflicts.toLocaleString("en")} ${conflicts === 1 ? "conflict waits" : "conflicts wait"}`,
  ].filter((part) => part !== false);
  if (wants.length === 0)
    return health === "flowing" ? "Everything flows." : "Everything flows; something needs a look.";
  return `${wants.join(", ")}.`;
}

function People({ overview: { people, groups, held, conflicts } }: { readonly overview: OrganizationOverview }) {
  const { slug } = useOrganization();
  const inOrganization = { params: { slug } };
  return (
    <Figures>
      <Figure name="Enabled people">
        <Link to="/o/$slug/directory/users" {...inOrganization} search={{ status: "enabled" }}>
          {people.enabled.toLocaleString("en")}
        </Link>
      </Figure>
      <Figure name="Disabled">
        <Link to="/o/$slug/directory/users" {...inOrganization} search={{ status: "disabled" }}>
          {people.disabled.toLocaleString("en")}
        </Link>
      </Figure>
      <Figure name="In the recycle bin">
        <Link to="/o/$slug/directory/users" {...inOrganization} search={{ status: "binned" }}>
          {people.binned.toLocaleString("en")}
        </Link>
      </Figure>
      <Figure name="Incomplete" note={people.incomplete > 0 && "A required value did not arrive"}>
        <Link to="/o/$slug/directory/users" {...inOrganization} search={{ attention: "incomplete" }}>
          {people.incomplete.toLocaleString("en")}
        </Link>
      </Figure>
      <Figure name="Groups">
        <Link to="/o/$slug/directory/groups" {...inOrganization}>
          {groups.toLocaleString("en")}
        </Link>
      </Figure>
      <Figure
        name="Waits for a decision"
        note={conflicts > 0 && `${held.toLocaleString("en")} held, ${conflicts.toLocaleString("en")} conflicts`}
      >
        <Link to={held > 0 || conflicts === 0 ? "/o/$slug/held" : "/o/$slug/directory/conflicts"} {...inOrganization}>
          {(held + conflicts).toLocaleString("en")}
        </Link>
      </Figure>
    </Figures>
  );
}
