import { Text } from "@mantine/core";
import { exchangeRoutes, type OrganizationExchange } from "@rollcall/admin-api/exchanges.ts";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { useAskAgainWhenLive, useLive } from "../../api/live.tsx";
import { useOrganization } from "../../api/organization.ts";
import { usePages } from "../../api/use-answer.ts";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StateLabel } from "../../components/state-label.tsx";
import { ActivityFilters } from "./activity-filters.tsx";
import { fits, useActivityQuery } from "./activity-query.ts";
import { NewRows } from "./events-tab.tsx";
import { ExchangeDrawer } from "./exchange-drawer.tsx";
import { inMilliseconds, meaningOfStatus } from "./exchange-words.ts";
import { useLiveRows } from "./use-live-rows.ts";

const statuses = [
  { value: "2xx", label: "Answered (2xx)" },
  { value: "4xx", label: "Refused (4xx)" },
  { value: "5xx", label: "Failed (5xx)" },
] as const;
const methods = (["GET", "POST", "PUT", "PATCH", "DELETE"] as const).map((value) => ({ value, label: value }));
const outcomes = (["applied", "unchanged", "observed", "held", "conflict", "refused"] as const).map((value) => ({
  value,
  label: `${value[0]?.toUpperCase()}${value.slice(1)}`,
}));

const names = ["source", "person", "token", "status", "method", "outcome", "since", "until"] as const;

/** Recorded SCIM requests, newest first, refused ones included. */
export function ExchangesTab({ paused }: { readonly paused: boolean }) {
  const { id } = useOrganization();
  const search = useSearch({ from: "/signed-in/o/$slug/framed/activity" });
  const navigate = useNavigate({ from: "/o/$slug/activity" });
  const { listen, state } = useLive();
  const query = useActivityQuery(exchangeRoutes.listOrganizationExchanges, names);
  const list = usePages(
    exchangeRoutes.listOrganizationExchanges,
    { params: { organizationId: id }, query },
    // What does not come by itself is asked for.
    state === "live" || paused ? {} : { every: 5_000 },
  );
  useAskAgainWhenLive(list.refetch);
  const hear = useCallback(
    (take: (rows: readonly OrganizationExchange[]) => void) =>
      listen("exchanges", ({ items }) => {
        const fitting = items.filter((exchange) =>
          fits(query, { ...exchange, status: `${Math.floor(exchange.status / 100)}xx` }),
        );
        if (fitting.length > 0) take(fitting.toSorted((a, b) => b.occurredAt.localeCompare(a.occurredAt)));
      }),
    [listen, query],
  );
  const listed = useMemo(() => (list.data?.pages ?? []).flatMap((page) => page.items), [list.data]);
  // Whom an exchange concerns the stream does not say.
  const follows = !paused && query.until === undefined && query.directoryUserId === undefined;
  const { rows, waiting, showWaiting } = useLiveRows(listed, follows ? hear : undefined, JSON.stringify(query));
  const opened = rows.find((exchange) => exchange.id === search.exchange);
  const open = (exchange: OrganizationExchange | undefined) =>
    void navigate({ search: (before) => ({ ...before, exchange: exchange?.id }), replace: true, resetScroll: false });
  return (
    <>
      <ActivityFilters
        choices={[
          { name: "status", label: "All statuses", options: statuses },
          { name: "method", label: "All methods", options: methods, width: 130 },
          { name: "outcome", label: "All outcomes", options: outcomes },
        ]}
      />
      {list.isError && <Refusal error={list.error} onRetry={() => void list.refetch()} />}
      {waiting > 0 && <NewRows count={waiting} onShow={showWaiting} />}
      <DataTable
        label="Exchanges"
        columns={columns}
        rows={rows}
        rowKey={(exchange) => exchange.id}
        onOpen={open}
        selectedKey={opened?.id}
        loading={list.isPending}
        hasMore={list.hasNextPage}
        onMore={() => void list.fetchNextPage()}
        empty={
          <EmptyState
            title={Object.keys(query).length === 0 ? "No source has called yet" : "Nothing fits these filters"}
          >
            Each SCIM request stands here with its answer, refused ones too: paste an application’s SCIM Base URL and
            Bearer Token into its source, and test the connection there.
          </EmptyState>
        }
      />
      <ExchangeDrawer
        sourceApplicationId={opened?.sourceApplicationId ?? search.source}
        exchangeId={search.exchange}
        onClose={() => open(undefined)}
      />
    </>
  );
}

const columns: readonly Column<OrganizationExchange>[] = [
  { key: "at", title: "When", width: "104px", cell: (row) => <RelativeTime at={row.occurredAt} /> },
  {
    key: "status",
    title: "Status",
    width: "72px",
    cell: ({ status }) => <StateLabel meaning={meaningOfStatus(status)}>{String(status)}</StateLabel>,
  },
  {
    key: "request",
    title: "Request",
    width: "minmax(0, 2.4fr)",
    primary: true,
    cell: ({ method, path, query }) => (
      <code title={query === null ? path : `${path}?${query}`}>
        {method} {path}
        {query === null ? "" : `?${decoded(query)}`}
      </code>
    ),
  },
  {
    key: "outcome",
    title: "Outcome",
    width: "minmax(0, 1.4fr)",
    cell: ({ outcome, detail, reason }) => (
      <span title={detail ?? reason ?? undefined}>
        {outcome ?? "read"}
        {(detail ?? reason) !== null && (
          <Text span size="sm" c="dimmed">
            {" "}
            {detail ?? reason}
          </Text>
        )}
      </span>
    ),
  },
  { key: "client", title: "Client", width: "minmax(0, 1fr)", cell: ({ client }) => client ?? "–" },
  {
    key: "duration",
    title: "Took",
    width: "80px",
    numeric: true,
    cell: ({ durationMicroseconds }) => inMilliseconds(durationMicroseconds),
  },
];

function decoded(query: string): string {
  try {
    return decodeURIComponent(query.replaceAll("+", " "));
  } catch {
    return query;
  }
}
