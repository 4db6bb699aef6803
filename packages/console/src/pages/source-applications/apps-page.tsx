import { Button, Group, Select, TextInput } from "@mantine/core";
import { type ApplicationHealth, applicationHealthRoutes } from "@rollcall/admin-api/application-health.ts";
import { playedSourceRoutes } from "@rollcall/admin-api/played-sources.ts";
import { type SourceApplication, sourceApplicationRoutes } from "@rollcall/admin-api/source-applications.ts";
import { IconPlayerPlay, IconPlus, IconSearch } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useApplicationKinds } from "../../api/application-kinds.ts";
import { useOrganization } from "../../api/organization.ts";
import { useMayChange } from "../../api/session.ts";
import { useAnswer, usePages } from "../../api/use-answer.ts";
import { useChange } from "../../api/use-change.ts";
import { DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { healthWords } from "../../components/health-label.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { Page } from "../../components/page.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { placeOf } from "../../components/setup-steps.ts";
import { type AppRow, appColumns } from "./app-columns.tsx";
import classes from "./apps-page.module.css";
import { DeletedApplications } from "./deleted-applications.tsx";
import { PlayedSourceCard } from "./played-source-card.tsx";
import { usePlayedSource } from "./use-played-source.ts";

const states = [
  { value: "", label: "Any state" },
  ...Object.entries(healthWords).map(([value, { label }]) => ({ value, label })),
  { value: "setup", label: "Set-up unfinished" },
];

/** Apps: is everything flowing? */
export function AppsPage() {
  const { id, slug, name } = useOrganization();
  const mayChange = useMayChange();
  const { q = "", state = "" } = useSearch({ from: "/signed-in/o/$slug/framed/apps/" });
  const navigate = useNavigate({ from: "/o/$slug/apps" });
  const params = { organizationId: id };
  const played = usePlayedSource();
  const every = played?.state === "playing" ? 1_000 : 15_000;
  const list = usePages(sourceApplicationRoutes.listSourceApplications, { params }, { every });
  const health = useAnswer(applicationHealthRoutes.listApplicationHealth, { params }, { every: 5_000 });
  const kinds = useApplicationKinds();

  const healthById = new Map(health.data?.items.map((one) => [one.sourceApplicationId, one]));
  const kindNames = new Map(kinds.data?.items.map((kind) => [kind.id, kind.name]));
  const all = (list.data?.pages ?? []).flatMap((page) => page.items);
  const rows = all
    .map((application): AppRow => {
      const kindName = kindNames.get(application.kind) ?? "";
      return { application, kindName, health: healthById.get(application.id), slug };
    })
    .filter((row) => isWanted(row, q, state));
  const change = (key: "q" | "state", value: string) =>
    void navigate({ search: (before) => ({ ...before, [key]: value === "" ? undefined : value }), replace: true });
  const open = ({ application }: AppRow) => {
    const place = placeOf(application.setup.step);
    const target = { slug, applicationId: application.id };
    if (place === undefined) void navigate({ to: "/o/$slug/apps/$applicationId", params: target });
    else void navigate({ to: place.to, params: target, search: place.search ?? {} });
  };
  const add = mayChange && (
    <LinkButton to="/o/$slug/apps/new" params={{ slug }} leftSection={<IconPlus size={14} />}>
      Add Application
    </LinkButton>
  );
  const play = useChange(playedSourceRoutes.playSource, {
    stale: ["played-source", "source-applications", "health"],
  });
  const filtered = q !== "" || state !== "";
  return (
    <Page
      title="Apps"
      lead={answer(all, health.data?.items, name)}
      actions={all.length > 0 && add}
      calls={[
        { route: sourceApplicationRoutes.listSourceApplications, params },
        { route: applicationHealthRoutes.listApplicationHealth, params },
      ]}
    >
      <div className={classes.controls} hidden={list.isSuccess && all.length === 0}>
        <TextInput
          aria-label="Search applications"
          placeholder="Search applications…"
          leftSection={<IconSearch size={14} stroke={1.5} />}
          value={q}
          onChange={(event) => change("q", event.currentTarget.value)}
          className={classes.search}
        />
        <Select
          aria-label="State"
          data={states}
          value={state}
          onChange={(value) => change("state", value ?? "")}
          allowDeselect={false}
          w={190}
        />
      </div>
      {list.isError && <Refusal error={list.error} onRetry={() => void list.refetch()} />}
      {health.isError && <Refusal error={health.error} onRetry={() => void health.refetch()} />}
      <DataTable
        label="Applications"
        columns={appColumns}
        rows={rows}
        rowKey={(row) => row.application.id}
        rowHeight={52}
        narrowRowHeight={108}
        onOpen={open}
        loading={list.isPending}
        hasMore={list.hasNextPage}
        onMore={() => void list.fetchNextPage()}
        empty={
          <EmptyState
            title={filtered ? "No application is like that" : "No application yet"}
            action={
              filtered ? (
                <LinkButton variant="default" to="/o/$slug/apps" params={{ slug }} search={{}}>
                  Show all
                </LinkButton>
              ) : (
                mayChange && (
                  <Group gap="xs" justify="center">
                    {add}
                    <Button
                      variant="default"
                      leftSection={<IconPlayerPlay size={14} stroke={1.5} />}
                      loading={play.isPending}
                      onClick={() => play.mutate({ params })}
                    >
                      Play a made-up source
                    </Button>
                  </Group>
                )
              )
            }
          >
            {filtered
              ? "Nothing has this name and this state."
              : "An application is what pushes to you: Okta, Microsoft Entra ID or anything else that speaks SCIM. Add one to get its SCIM Base URL and Bearer Token. No source at hand? Rollcall can play one: 200 made-up people and 10 groups in an application of their own, removed with it."}
          </EmptyState>
        }
      />
      <Refusal error={play.error} />
      {played !== undefined && (
        <PlayedSourceCard played={played} application={all.find(({ id: own }) => own === played.sourceApplicationId)} />
      )}
      <DeletedApplications />
    </Page>
  );
}

function isWanted({ application, kindName, health }: AppRow, typed: string, state: string): boolean {
  const words = `${application.displayName} ${kindName}`.toLowerCase();
  if (!words.includes(typed.trim().toLowerCase())) return false;
  if (state === "setup") return application.setup.step !== "done";
  return state === "" || health?.state === state;
}

/** The page's question, answered. */
function answer(
  all: readonly SourceApplication[],
  health: readonly ApplicationHealth[] | undefined,
  organization: string,
): string {
  if (all.length === 0 || health === undefined)
    return `What pushes people and groups into the directory of ${organization}.`;
  const failing = health.filter(({ state }) => state === "failing" || state === "refusing").length;
  const waiting = health.filter(({ state }) => state === "waiting").length;
  const attention = health.filter((one) => one.attention && one.state !== "failing").length;
  const [only] = health;
  if (only !== undefined && health.length === 1) return only.sentence;
  const parts = [
    failing > 0 && `${failing} ${failing === 1 ? "fails" : "fail"}`,
    attention > 0 && `${attention} ${attention === 1 ? "needs" : "need"} a look`,
    waiting > 0 && `${waiting} ${waiting === 1 ? "waits" : "wait"} for the first call`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? "Everything is flowing." : `Of ${health.length}: ${parts.join(", ")}.`;
}
