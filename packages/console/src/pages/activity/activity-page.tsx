import { Button, Tabs } from "@mantine/core";
import { exchangeRoutes } from "@rollcall/admin-api/exchanges.ts";
import { jobRoutes } from "@rollcall/admin-api/jobs.ts";
import { provisioningEventRoutes } from "@rollcall/admin-api/provisioning-events.ts";
import { IconArrowBackUp, IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useOrganization } from "../../api/organization.ts";
import { LinkButton } from "../../components/link-button.tsx";
import { Page } from "../../components/page.tsx";
import { StateLabel } from "../../components/state-label.tsx";
import { EventsTab } from "./events-tab.tsx";
import { ExchangesTab } from "./exchanges-tab.tsx";
import { JobsTab } from "./jobs-tab.tsx";

/** Activity: what just happened? */
export function ActivityPage() {
  const { id, slug, name } = useOrganization();
  const search = useSearch({ from: "/signed-in/o/$slug/framed/activity" });
  const navigate = useNavigate({ from: "/o/$slug/activity" });
  const [paused, setPaused] = useState(false);
  const tab = search.tab === "exchanges" || search.tab === "jobs" ? search.tab : "events";
  const params = { organizationId: id };
  return (
    <Page
      title="Activity"
      wide
      beside={paused && <StateLabel meaning="off">Paused</StateLabel>}
      lead={`What the sources of ${name} ask, what it changes in the directory, and what is done in the background.`}
      actions={
        <>
          {search.source !== undefined && (
            <LinkButton
              variant="default"
              leftSection={<IconArrowBackUp size={14} />}
              to="/o/$slug/apps/$applicationId/undo"
              params={{ slug, applicationId: search.source }}
            >
              Undo
            </LinkButton>
          )}
          {tab !== "jobs" && (
            <Button
              variant="default"
              leftSection={paused ? <IconPlayerPlay size={14} /> : <IconPlayerPause size={14} />}
              onClick={() => setPaused((before) => !before)}
            >
              {paused ? "Resume" : "Pause"}
            </Button>
          )}
        </>
      }
      calls={[
        { route: provisioningEventRoutes.listLatestProvisioningEvents, params },
        { route: exchangeRoutes.listOrganizationExchanges, params },
        { route: jobRoutes.listJobs, params },
      ]}
    >
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(value) => {
          void navigate({
            search: ({ source, person, since, until }) => compact({ tab: value, source, person, since, until }),
          });
        }}
      >
        <Tabs.List mb="sm">
          <Tabs.Tab value="events">Events</Tabs.Tab>
          <Tabs.Tab value="exchanges">Exchanges</Tabs.Tab>
          <Tabs.Tab value="jobs">Jobs</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="events">
          <EventsTab paused={paused} />
        </Tabs.Panel>
        <Tabs.Panel value="exchanges">
          <ExchangesTab paused={paused} />
        </Tabs.Panel>
        <Tabs.Panel value="jobs">
          <JobsTab />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

/** Leaves out what is not set, so that the address stays short. */
function compact(search: Record<string, string | null | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(search).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== null),
  );
}
