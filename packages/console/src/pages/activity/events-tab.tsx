import { Button, Text } from "@mantine/core";
import { type NamedProvisioningEvent, provisioningEventRoutes } from "@rollcall/admin-api/provisioning-events.ts";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { useAskAgainWhenLive, useLive } from "../../api/live.tsx";
import { useOrganization } from "../../api/organization.ts";
import { usePages } from "../../api/use-answer.ts";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { eventTypes, wordsOfEvent } from "../../components/event-words.ts";
import { Refusal } from "../../components/refusal.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { asShortText } from "../../components/short-text.ts";
import { StateLabel } from "../../components/state-label.tsx";
import { ActivityFilters } from "./activity-filters.tsx";
import { fits, useActivityQuery } from "./activity-query.ts";
import classes from "./activity.module.css";
import { EventDrawer } from "./event-drawer.tsx";
import { useLiveRows } from "./use-live-rows.ts";

const outcomes = [
  { value: "applied", label: "Applied" },
  { value: "observed", label: "Observed" },
  { value: "held", label: "Held" },
  { value: "conflict", label: "Conflict" },
] as const;

const names = ["source", "person", "type", "outcome", "since", "until"] as const;

/** Provisioning events, newest first, with those that come while somebody looks. */
export function EventsTab({ paused }: { readonly paused: boolean }) {
  const { id, slug } = useOrganization();
  const search = useSearch({ from: "/signed-in/o/$slug/framed/activity" });
  const navigate = useNavigate({ from: "/o/$slug/activity" });
  const { listen, state } = useLive();
  const query = useActivityQuery(provisioningEventRoutes.listLatestProvisioningEvents, names);
  const list = usePages(
    provisioningEventRoutes.listLatestProvisioningEvents,
    { params: { organizationId: id }, query },
    // What does not come by itself is asked for.
    state === "live" || paused ? {} : { every: 5_000 },
  );
  useAskAgainWhenLive(list.refetch);
  const hear = useCallback(
    (take: (rows: readonly NamedProvisioningEvent[]) => void) =>
      listen("events", ({ items }) => {
        const fitting = items.filter((event) => fits(query, event));
        if (fitting.length > 0) take(fitting.toReversed());
      }),
    [listen, query],
  );
  const listed = useMemo(() => (list.data?.pages ?? []).flatMap((page) => page.items), [list.data]);
  const { rows, waiting, showWaiting } = useLiveRows(
    listed,
    paused || query.until !== undefined ? undefined : hear,
    JSON.stringify(query),
  );
  const opened = rows.find((event) => event.id === search.event);
  const open = (event: NamedProvisioningEvent | undefined) =>
    void navigate({ search: (before) => ({ ...before, event: event?.id }), replace: true, resetScroll: false });
  return (
    <>
      <ActivityFilters
        choices={[
          { name: "type", label: "All events", options: eventTypes },
          { name: "outcome", label: "All outcomes", options: outcomes },
        ]}
      />
      {list.isError && <Refusal error={list.error} onRetry={() => void list.refetch()} />}
      {waiting > 0 && <NewRows count={waiting} onShow={showWaiting} />}
      <DataTable
        label="Events"
        columns={columnsOf(slug)}
        rows={rows}
        rowKey={(event) => event.id}
        onOpen={open}
        selectedKey={opened?.id}
        loading={list.isPending}
        hasMore={list.hasNextPage}
        onMore={() => void list.fetchNextPage()}
        empty={
          <EmptyState
            title={Object.keys(query).length === 0 ? "Nothing has happened yet" : "Nothing fits these filters"}
          >
            Each change in the directory stands here as it happens: who came, who changed, who left, and which source
            said so.
          </EmptyState>
        }
      />
      <EventDrawer event={opened} onClose={() => open(undefined)} />
    </>
  );
}

/** Says that there is more, without moving what somebody reads. */
export function NewRows({ count, onShow }: { readonly count: number; readonly onShow: () => void }) {
  return (
    <div className={classes.fresh} role="status">
      <Button size="compact-sm" radius="xl" onClick={onShow}>
        {count} new
      </Button>
    </div>
  );
}

function columnsOf(slug: string): readonly Column<NamedProvisioningEvent>[] {
  return [
    { key: "at", title: "When", width: "104px", cell: (event) => <RelativeTime at={event.occurredAt} /> },
    {
      key: "what",
      title: "What",
      width: "minmax(150px, 1fr)",
      cell: ({ type, outcome }) => {
        const { says, meaning } = wordsOfEvent(type);
        return <StateLabel meaning={meaning}>{outcome === "applied" ? says : `${says} (${outcome})`}</StateLabel>;
      },
    },
    {
      key: "who",
      title: "Whom",
      width: "minmax(0, 1.4fr)",
      primary: true,
      cell: (event) => <Subject event={event} slug={slug} />,
    },
    {
      key: "changes",
      title: "Changes",
      width: "minmax(0, 2.2fr)",
      wideOnly: true,
      cell: (event) => <Changes event={event} />,
    },
    { key: "by", title: "By", width: "minmax(0, 1fr)", cell: (event) => event.actorName ?? "–" },
  ];
}

function Subject({ event, slug }: { readonly event: NamedProvisioningEvent; readonly slug: string }) {
  const { directoryUserId, directoryGroupId, directoryUserName, directoryGroupName } = event;
  return (
    <>
      {directoryUserId !== null && (
        <Link to="/o/$slug/directory/users/$directoryUserId" params={{ slug, directoryUserId }}>
          {directoryUserName ?? "Somebody without a name"}
        </Link>
      )}
      {directoryUserId !== null && directoryGroupId !== null && " · "}
      {directoryGroupId !== null && (
        <Link to="/o/$slug/directory/groups/$directoryGroupId" params={{ slug, directoryGroupId }}>
          {directoryGroupName ?? "A group without a name"}
        </Link>
      )}
      {directoryUserId === null && directoryGroupId === null && (event.externalId ?? "–")}
    </>
  );
}

function Changes({ event: { changes: all, reason, people } }: { readonly event: NamedProvisioningEvent }) {
  // Who became a member stands beside it already, by name.
  const changes = all.filter(({ attribute }) => attribute !== "members");
  if (changes.length === 0)
    return (
      <Text size="sm" c="dimmed" span>
        {reason ?? ""}
      </Text>
    );
  const [first] = changes;
  const more = changes.length > 1 ? ` and ${changes.length - 1} more` : "";
  return (
    <span>
      <code>{first?.attribute}</code> {first?.from === null ? "" : `${asShortText(first?.from, people)} → `}
      {first?.to === null ? "nothing" : asShortText(first?.to, people)}
      <Text span c="dimmed" size="sm">
        {more}
      </Text>
    </span>
  );
}
