import { Button, Checkbox, Group, Select, Text } from "@mantine/core";
import { type HeldChange, type HeldDecision, heldChangeRoutes } from "@rollcall/admin-api/held-changes.ts";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useOrganization } from "../../api/organization.ts";
import { useMayChange } from "../../api/session.ts";
import { usePages } from "../../api/use-answer.ts";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Page } from "../../components/page.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StateLabel } from "../../components/state-label.tsx";
import { DecideModal, type Wanted } from "./decide-modal.tsx";

/** What waits, in words. */
const targets: Readonly<Record<HeldChange["target"], { says: string; meaning: "attention" | "failing" }>> = {
  disable: { says: "Disable", meaning: "attention" },
  bin: { says: "Put into the bin", meaning: "failing" },
  delete: { says: "Deleted at the source", meaning: "failing" },
  members: { says: "Loses members", meaning: "attention" },
  leave: { says: "Leaves the directory", meaning: "failing" },
};

const causes: Readonly<Record<HeldChange["because"], { says: string; title: string }>> = {
  limit: { says: "Too many left within an hour", title: "More than the application’s guard lets through" },
  protected: { says: "Somebody protected is concerned", title: "No source takes anything away from protected people" },
};

/** Held: what needs me? */
export function HeldPage() {
  const { id, slug } = useOrganization();
  const mayChange = useMayChange();
  const { source } = useSearch({ from: "/signed-in/o/$slug/framed/held" });
  const navigate = useNavigate({ from: "/o/$slug/held" });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [wanted, setWanted] = useState<Wanted | undefined>();
  const input = {
    params: { organizationId: id },
    query: source === undefined ? {} : { sourceApplicationId: source },
  };
  const list = usePages(heldChangeRoutes.listHeldChanges, input, { limit: 200, every: 5_000 });
  const rows = (list.data?.pages ?? []).flatMap((page) => page.items);
  const waiting = rows.filter(({ decision }) => decision === null);
  const sources = [...new Map(rows.map((row) => [row.sourceApplicationId, row.sourceApplicationName]))];
  const decide = (decision: HeldDecision) => {
    const changes = chosen.size > 0 ? waiting.filter((row) => chosen.has(keyOf(row))) : waiting;
    setWanted({ decision, changes, all: chosen.size === 0 && list.hasNextPage });
  };
  const columns = columnsOf(slug, mayChange ? { chosen, setChosen } : undefined);
  return (
    <Page
      title="Held"
      wide
      lead={
        rows.length === 0
          ? "Nothing waits for you."
          : `${waiting.length.toLocaleString("en")}${list.hasNextPage ? " or more" : ""} ${waiting.length === 1 ? "change waits" : "changes wait"} for a decision. None of it is in force.`
      }
      actions={
        mayChange &&
        waiting.length > 0 && (
          <>
            <Button variant="default" onClick={() => decide("reject")}>
              Reject {countOf(chosen)}
            </Button>
            <Button variant="default" onClick={() => decide("disable")}>
              Disable only {countOf(chosen)}
            </Button>
            <Button onClick={() => decide("approve")}>Approve {countOf(chosen)}</Button>
          </>
        )
      }
      calls={[
        { route: heldChangeRoutes.listHeldChanges, params: { organizationId: id } },
        {
          route: heldChangeRoutes.decideHeldChanges,
          body: { decision: "approve", reason: "They really left" },
          answers: '{"decided": 3}',
        },
      ]}
    >
      {sources.length > 1 || source !== undefined ? (
        <Select
          size="xs"
          w={220}
          mb="sm"
          aria-label="Application"
          placeholder="All applications"
          data={sources.map(([value, label]) => ({ value, label }))}
          value={source ?? null}
          onChange={(value) => void navigate({ search: value === null ? {} : { source: value }, replace: true })}
          clearable
        />
      ) : null}
      {list.isError && <Refusal error={list.error} onRetry={() => void list.refetch()} />}
      <DataTable
        label="Held changes"
        columns={columns}
        rows={rows}
        rowKey={keyOf}
        rowHeight={44}
        loading={list.isPending}
        hasMore={list.hasNextPage}
        onMore={() => void list.fetchNextPage()}
        empty={
          <EmptyState title="Nothing is held">
            When a source takes away more people within an hour than its guard lets through, the rest waits here until
            somebody decides. What the guard lets through is set on each application’s overview. What a source takes
            away from somebody who is protected waits here, too.
          </EmptyState>
        }
      />
      <DecideModal
        wanted={wanted}
        onClose={() => setWanted(undefined)}
        onDone={() => {
          setWanted(undefined);
          setChosen(new Set());
        }}
      />
    </Page>
  );
}

function keyOf({ sourceApplicationId, scimId }: HeldChange): string {
  return `${sourceApplicationId} ${scimId}`;
}

function countOf(chosen: ReadonlySet<string>): string {
  return chosen.size === 0 ? "all" : String(chosen.size);
}

interface Choosing {
  readonly chosen: ReadonlySet<string>;
  readonly setChosen: (chosen: ReadonlySet<string>) => void;
}

function columnsOf(slug: string, choosing: Choosing | undefined): readonly Column<HeldChange>[] {
  const choose: readonly Column<HeldChange>[] =
    choosing === undefined
      ? []
      : [
          {
            key: "choose",
            title: "",
            width: "24px",
            cell: (row) => (
              <Checkbox
                size="xs"
                aria-label={`Choose ${row.displayName ?? row.scimId}`}
                checked={choosing.chosen.has(keyOf(row))}
                disabled={row.decision !== null}
                onChange={(event) => {
                  const next = new Set(choosing.chosen);
                  if (event.currentTarget.checked) next.add(keyOf(row));
                  else next.delete(keyOf(row));
                  choosing.setChosen(next);
                }}
              />
            ),
          },
        ];
  return [
    ...choose,
    {
      key: "whom",
      title: "Whom",
      width: "minmax(0, 2fr)",
      primary: true,
      cell: (row) => <Whom change={row} slug={slug} />,
    },
    {
      key: "target",
      title: "What waits",
      width: "minmax(0, 1fr)",
      cell: ({ target }) => <StateLabel meaning={targets[target].meaning}>{targets[target].says}</StateLabel>,
    },
    { key: "source", title: "Asked by", width: "minmax(0, 1fr)", cell: (row) => row.sourceApplicationName },
    {
      key: "why",
      title: "Why it is held",
      width: "minmax(0, 1.6fr)",
      wideOnly: true,
      cell: ({ because }) => <span title={causes[because].title}>{causes[because].says}</span>,
    },
    { key: "since", title: "Since", width: "110px", cell: ({ since }) => <RelativeTime at={since} /> },
    {
      key: "decision",
      title: "",
      width: "110px",
      cell: ({ decision }) =>
        decision === null ? null : (
          <Text size="sm" c="dimmed">
            {inWords(decision)}…
          </Text>
        ),
    },
  ];
}

function inWords(decision: HeldDecision): string {
  return { approve: "Approving", disable: "Disabling", reject: "Rejecting" }[decision];
}

function Whom({ change, slug }: { readonly change: HeldChange; readonly slug: string }) {
  const { directoryUserId, directoryGroupId, displayName, email } = change;
  const name = displayName ?? email ?? "Somebody without a name";
  return (
    <Group gap={6} wrap="nowrap">
      {directoryUserId !== null && (
        <Link to="/o/$slug/directory/users/$directoryUserId" params={{ slug, directoryUserId }}>
          {name}
        </Link>
      )}
      {directoryUserId === null && directoryGroupId !== null && (
        <Link to="/o/$slug/directory/groups/$directoryGroupId" params={{ slug, directoryGroupId }}>
          {name}
        </Link>
      )}
      {directoryUserId === null && directoryGroupId === null && name}
      {email !== null && email !== name && (
        <Text size="sm" c="dimmed" truncate>
          {email}
        </Text>
      )}
    </Group>
  );
}
