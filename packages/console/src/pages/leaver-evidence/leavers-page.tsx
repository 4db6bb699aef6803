import { Button, Checkbox, Group, Skeleton, TextInput } from "@mantine/core";
import { type Departure, type LeaverDelays, leaverEvidenceRoutes } from "@rollcall/admin-api/leaver-evidence.ts";
import { IconDownload } from "@tabler/icons-react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { useOrganization } from "../../api/organization.ts";
import { addressOf } from "../../api/route-call.ts";
import { useSourceApplication } from "../../api/source-application.ts";
import { useAnswer, usePages } from "../../api/use-answer.ts";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Figure, Figures } from "../../components/figures.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { Section } from "../../components/section.tsx";
import { startOfDay } from "../../components/start-of-day.ts";
import { StateLabel } from "../../components/state-label.tsx";
import { delayInWords, departureWords, unacknowledged } from "./evidence-words.ts";
import classes from "./leaver-evidence.module.css";

const columns: readonly Column<Departure>[] = [
  { key: "who", title: "Who", width: "minmax(0, 2fr)", primary: true, cell: (row) => <Who departure={row} /> },
  { key: "asked", title: "Asked", width: "120px", cell: ({ asked }) => <RelativeTime at={asked.at} /> },
  {
    key: "disabled",
    title: "Disabled after",
    width: "120px",
    cell: ({ disabled }) => (disabled === null ? "–" : delayInWords(disabled.secondsAfterAsked)),
  },
  {
    key: "acknowledged",
    title: "Acknowledged",
    width: "110px",
    cell: ({ disabled }) => {
      const all = disabled?.receivers ?? [];
      if (all.length === 0) return "–";
      return `${all.filter(({ state }) => state === "acknowledged").length} of ${all.length}`;
    },
  },
  {
    key: "state",
    title: "State",
    width: "minmax(0, 1.5fr)",
    cell: (departure) => {
      const { says, meaning } = departureWords(departure);
      const names = unacknowledged(departure).map(({ webhookName }) => webhookName);
      return <StateLabel meaning={meaning}>{names.length === 0 ? says : `${says}: ${names.join(", ")}`}</StateLabel>;
    },
  },
];

/** The leavers of an application: who was to go, how long did it take, and who has not acknowledged it? */
export function LeaversPage() {
  const { slug } = useOrganization();
  const { id } = useSourceApplication();
  const search = useSearch({ from: "/signed-in/o/$slug/framed/apps/$applicationId/leavers" });
  const navigate = useNavigate({ from: "/o/$slug/apps/$applicationId/leavers" });
  const params = { sourceApplicationId: id };
  const window = windowOf(search);
  const query = { ...window, ...(search.open === "yes" ? { open: true } : {}) };
  const list = usePages(leaverEvidenceRoutes.listLeaverEvidence, { params, query }, { every: 10_000 });
  const delays = useAnswer(
    leaverEvidenceRoutes.getLeaverDelays,
    { params, query: window },
    { every: 30_000, keepPrevious: true },
  );
  const rows = useMemo(() => (list.data?.pages ?? []).flatMap(({ items }) => items), [list.data]);
  const set = (changed: { since?: string | undefined; until?: string | undefined; open?: string | undefined }) =>
    void navigate({ search: (before) => ({ ...before, ...changed }), replace: true });
  const narrowed = search.since !== undefined || search.until !== undefined || search.open !== undefined;
  return (
    <Section
      lead="Whom this source asked to go, newest first: when it was so, and which receivers acknowledged it."
      calls={[
        { route: leaverEvidenceRoutes.listLeaverEvidence, params, query },
        { route: leaverEvidenceRoutes.getLeaverDelays, params, query: window },
      ]}
      actions={
        <Button
          component="a"
          variant="default"
          href={addressOf(leaverEvidenceRoutes.exportLeaverEvidence, { params, query })}
          download="leaver-evidence.csv"
          leftSection={<IconDownload size={14} stroke={1.5} />}
        >
          Export CSV
        </Button>
      }
    >
      {delays.isError && <Refusal error={delays.error} onRetry={() => void delays.refetch()} />}
      {delays.isPending && <Skeleton height={84} mb={24} aria-label="Loading" />}
      {delays.data !== undefined && <Delays delays={delays.data} />}
      <Group gap="xs" mb="sm">
        <TextInput
          type="date"
          aria-label="From"
          value={search.since ?? ""}
          max={search.until ?? ""}
          onChange={(event) => set({ since: event.currentTarget.value || undefined })}
        />
        <TextInput
          type="date"
          aria-label="Until"
          value={search.until ?? ""}
          min={search.since ?? ""}
          onChange={(event) => set({ until: event.currentTarget.value || undefined })}
        />
        <Checkbox
          label="Only what waits"
          checked={search.open === "yes"}
          onChange={(event) => set({ open: event.currentTarget.checked ? "yes" : undefined })}
        />
      </Group>
      {list.isError && <Refusal error={list.error} onRetry={() => void list.refetch()} />}
      {!(list.isError && rows.length === 0) && (
        <DataTable
          label="Leavers"
          columns={columns}
          rows={rows}
          rowKey={keyOf}
          narrowRowHeight={84}
          loading={list.isPending}
          hasMore={list.hasNextPage}
          onMore={() => {
            if (!list.isFetchingNextPage) void list.fetchNextPage();
          }}
          onOpen={({ directoryUserId }) =>
            void navigate({
              to: "/o/$slug/directory/users/$directoryUserId/evidence",
              params: { slug, directoryUserId },
            })
          }
          empty={
            <EmptyState title={narrowed ? "Nobody within this" : "Nobody has left"}>
              {narrowed
                ? "No departure fits these days, or none of them waits for a person or a receiver."
                : "Whoever this source deactivates or deletes stands here, with the proof of what became of it."}
            </EmptyState>
          }
        />
      )}
    </Section>
  );
}

function keyOf({ asked }: Departure): string {
  return asked.eventId;
}

function Who({ departure: { directoryUserId, directoryUserName } }: { readonly departure: Departure }) {
  const { slug } = useOrganization();
  return (
    <Link
      to="/o/$slug/directory/users/$directoryUserId/evidence"
      params={{ slug, directoryUserId }}
      className={classes.who}
      dir="auto"
      tabIndex={-1}
    >
      {directoryUserName ?? "An erased person"}
    </Link>
  );
}

function Delays({ delays }: { readonly delays: LeaverDelays }) {
  const { departures, more, waiting, disabled, disabledAfterHold, unacknowledged: open, receivers } = delays;
  return (
    <>
      <Figures>
        <Figure name="Departures" note={more ? "the newest of these days" : ""}>
          {departures.toLocaleString("en")}
        </Figure>
        <Figure name="Asked to disabled, median" note={`p99 ${inWords(disabled.p99Seconds)}`}>
          {inWords(disabled.p50Seconds)}
        </Figure>
        <Figure
          name="Held"
          note={disabledAfterHold.count > 0 ? `decided in ${inWords(disabledAfterHold.p50Seconds)}` : ""}
        >
          {waiting.toLocaleString("en")}
        </Figure>
        <Figure name="Not acknowledged">
          {open === 0 ? "0" : <StateLabel meaning="attention">{open.toLocaleString("en")}</StateLabel>}
        </Figure>
      </Figures>
      {receivers.length > 0 && (
        <ul className={classes.delays} aria-label="From disabled to acknowledged">
          {receivers.map(({ webhookId, webhookName, count, p50Seconds, p99Seconds, waiting: waits, dead }) => (
            <li key={webhookId}>
              <bdi>{webhookName}</bdi> acknowledged {count.toLocaleString("en")}
              {count > 0 && `: half within ${inWords(p50Seconds)}, 99 % within ${inWords(p99Seconds)}`}
              {waits + dead > 0 && (
                <>
                  {"; "}
                  <StateLabel meaning={dead > 0 ? "failing" : "attention"}>
                    {[waits > 0 ? `${waits} not yet` : "", dead > 0 ? `${dead} given up` : ""]
                      .filter((text) => text !== "")
                      .join(", ")}
                  </StateLabel>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function inWords(seconds: number | null): string {
  return seconds === null ? "–" : delayInWords(seconds);
}

/** Days as the address has them; each begins where the browser is. */
function windowOf({ since, until }: { readonly since?: string | undefined; readonly until?: string | undefined }) {
  const from = since === undefined ? undefined : startOfDay(since, 0);
  const to = until === undefined ? undefined : startOfDay(until, 1);
  return { ...(from === undefined ? {} : { since: from }), ...(to === undefined ? {} : { until: to }) };
}
