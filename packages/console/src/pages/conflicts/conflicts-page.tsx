import { Paper, Skeleton, Stack } from "@mantine/core";
import { conflictRoutes } from "@rollcall/admin-api/conflicts.ts";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useApplications } from "../../api/application-names.ts";
import { useOrganization } from "../../api/organization.ts";
import { ConflictList, useConflicts } from "../../components/conflict-list.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { FilterSelect } from "../../components/filter-select.tsx";
import { Page } from "../../components/page.tsx";
import { Refusal } from "../../components/refusal.tsx";

/** Conflicts: whom do these resources concern? */
export function ConflictsPage() {
  const { id } = useOrganization();
  const { source } = useSearch({ from: "/signed-in/o/$slug/framed/directory/conflicts" });
  const navigate = useNavigate({ from: "/o/$slug/directory/conflicts" });
  const applications = useApplications();
  const list = useConflicts({ sourceApplicationId: source, limit: 50 });
  const { conflicts, hasNextPage } = list;
  return (
    <Page
      title="Conflicts"
      lead={leadOf(conflicts.length, hasNextPage, list.isSuccess)}
      calls={[
        { route: conflictRoutes.listConflicts, params: { organizationId: id } },
        { route: conflictRoutes.linkConflict, body: { directoryUserId: conflicts[0]?.candidates[0]?.id ?? "…" } },
        { route: conflictRoutes.createFromConflict },
        { route: conflictRoutes.ignoreConflict },
      ]}
    >
      <Stack gap="sm">
        {((applications.length > 1 && conflicts.length > 0) || source !== undefined) && (
          <FilterSelect
            label="Application"
            placeholder="All applications"
            width={220}
            options={applications.map((one) => ({ value: one.id, label: one.displayName }))}
            value={source}
            onChange={(value) => void navigate({ search: value === undefined ? {} : { source: value }, replace: true })}
          />
        )}
        {list.isError && <Refusal error={list.error} onRetry={() => void list.refetch()} />}
        {list.isPending && [0, 1, 2].map((index) => <LoadingConflict key={index} />)}
        {list.isSuccess && conflicts.length === 0 && (
          <EmptyState title="No conflicts">
            When an application sends somebody whom the directory may hold already and it may not link there by itself,
            the decision waits here. When it may link is set on each application’s page Linking.
          </EmptyState>
        )}
        <ConflictList {...list} />
      </Stack>
    </Page>
  );
}

function LoadingConflict() {
  return (
    <Paper withBorder radius={6} p="md" h={174} aria-busy="true" aria-label="Loading">
      <Skeleton height={14} width={160} mb={12} />
      <Skeleton height={10} width="60%" mb={10} />
      <Skeleton height={10} width="45%" />
    </Paper>
  );
}

function leadOf(count: number, more: boolean, known: boolean) {
  if (!known) return <>&nbsp;</>;
  if (count === 0) return "Nobody waits for you to say who they are.";
  const waits = `${count.toLocaleString("en")}${more ? " or more" : ""} ${count === 1 ? "waits" : "wait"}, oldest first.`;
  return `${waits} The directory stays as it is until you say whom each concerns.`;
}
