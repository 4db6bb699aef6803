import { Skeleton, Tabs } from "@mantine/core";
import { ApiError } from "@rollcall/admin-api/api-error.ts";
import { type DirectoryGroupDetails, directoryGroupRoutes } from "@rollcall/admin-api/directory-groups.ts";
import { provisioningEventRoutes } from "@rollcall/admin-api/provisioning-events.ts";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useOrganization } from "../../api/organization.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { DirectoryStatus } from "../../components/directory-status.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { Page } from "../../components/page.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { TimeSince } from "../../components/relative-time.tsx";
import classes from "./directory-groups.module.css";
import { GroupLinks } from "./group-links.tsx";
import { GroupMembers } from "./group-members.tsx";
import { groupName } from "./group-name.ts";
import { GroupTimeline } from "./group-timeline.tsx";
import { GroupValues } from "./group-values.tsx";

/** A group: who is in it, what of that is in force, and since when? */
export function DirectoryGroupPage() {
  const { id, slug } = useOrganization();
  const { directoryGroupId } = useParams({ from: "/signed-in/o/$slug/framed/directory/groups/$directoryGroupId" });
  const { tab: wanted } = useSearch({ from: "/signed-in/o/$slug/framed/directory/groups/$directoryGroupId" });
  const navigate = useNavigate({ from: "/o/$slug/directory/groups/$directoryGroupId" });
  const tab = wanted === "timeline" ? wanted : "members";
  const params = { organizationId: id, directoryGroupId };
  const found = useAnswer(directoryGroupRoutes.getDirectoryGroup, { params }, { every: 10_000 });
  const group = found.data;
  if (found.error instanceof ApiError && found.error.status === 404) {
    return (
      <Page title="Group">
        <EmptyState
          title="There is no such group"
          action={
            <LinkButton to="/o/$slug/directory/groups" params={{ slug }}>
              All groups
            </LinkButton>
          }
        >
          It was erased after its time in the recycle bin, or belongs to another organization.
        </EmptyState>
      </Page>
    );
  }
  if (group === undefined) {
    return (
      <Page title="Group">
        {found.isError ? (
          <Refusal error={found.error} onRetry={() => void found.refetch()} />
        ) : (
          <Skeleton height={320} radius={6} aria-label="Loading" />
        )}
      </Page>
    );
  }
  return (
    <Page
      title={groupName(group)}
      beside={<DirectoryStatus status={group.status} />}
      lead={<Lead group={group} />}
      calls={[
        { route: directoryGroupRoutes.getDirectoryGroup, params },
        { route: directoryGroupRoutes.listDirectoryGroupMembers, params, query: { all: true } },
        {
          route: provisioningEventRoutes.listLatestProvisioningEvents,
          params: { organizationId: id },
          query: { directoryGroupId },
        },
      ]}
    >
      <div className={classes.columns}>
        <Tabs
          value={tab}
          keepMounted={false}
          onChange={(value) =>
            void navigate({
              search: (before) => ({ ...before, tab: value === "timeline" ? value : undefined }),
              replace: true,
              resetScroll: false,
            })
          }
        >
          <Tabs.List mb="sm">
            <Tabs.Tab value="members">Members</Tabs.Tab>
            <Tabs.Tab value="timeline">Timeline</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="members">
            <GroupMembers key={group.id} group={group} />
          </Tabs.Panel>
          <Tabs.Panel value="timeline">
            <GroupTimeline key={group.id} group={group} />
          </Tabs.Panel>
        </Tabs>
        <div className={classes.side}>
          <GroupValues group={group} />
          <GroupLinks group={group} />
        </div>
      </div>
    </Page>
  );
}

/** How many are in it, and whether that is in force. */
function Lead({ group }: { readonly group: DirectoryGroupDetails }) {
  const { provisionedMembers, effectiveMembers, binnedAt, links } = group;
  const count = `${provisionedMembers.toLocaleString()} ${provisionedMembers === 1 ? "member" : "members"}`;
  const source = links.find(({ state }) => state === "left-out")?.sourceApplicationName;
  if (binnedAt !== null && source !== undefined) {
    return (
      <>
        Left out of the directory <TimeSince at={binnedAt} /> by the group rules of {source}. It comes back with the
        same id when they let it in.
      </>
    );
  }
  if (binnedAt !== null) {
    return (
      <>
        In the recycle bin <TimeSince at={binnedAt} />: its source deleted it. It comes back with the same id when the
        source posts it again.
      </>
    );
  }
  if (effectiveMembers === null) return `${count} as the sources say; counting those in force took too long.`;
  if (effectiveMembers === provisionedMembers) {
    return provisionedMembers === 0
      ? "Nobody is in it."
      : `${count}, ${provisionedMembers === 1 ? "" : "all "}in force.`;
  }
  return `${count} as the sources say; ${effectiveMembers.toLocaleString()} in force, without those who are disabled, in the bin or held.`;
}
