import { TextInput } from "@mantine/core";
import { type SourceApplication, sourceApplicationRoutes } from "@rollcall/admin-api/source-applications.ts";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useOrganization } from "../../api/organization.ts";
import { useMayChange } from "../../api/session.ts";
import { usePages } from "../../api/use-answer.ts";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { Page } from "../../components/page.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StateLabel } from "../../components/state-label.tsx";

const columns: readonly Column<SourceApplication>[] = [
  { key: "name", title: "Application", width: "minmax(0, 3fr)", primary: true, cell: (row) => row.displayName },
  {
    key: "mode",
    title: "Mode",
    width: "minmax(0, 1fr)",
    cell: ({ mode }) => <StateLabel meaning={mode === "live" ? "flowing" : "off"}>{mode}</StateLabel>,
  },
  { key: "users", title: "Users", width: "88px", numeric: true, cell: ({ users }) => users.toLocaleString() },
  { key: "groups", title: "Groups", width: "88px", numeric: true, cell: ({ groups }) => groups.toLocaleString() },
  { key: "changed", title: "Changed", width: "120px", cell: ({ modifiedAt }) => <RelativeTime at={modifiedAt} /> },
];

/** Apps: is everything flowing? */
export function AppsPage() {
  const { id, slug, name } = useOrganization();
  const mayChange = useMayChange();
  const { q = "" } = useSearch({ from: "/signed-in/o/$slug/framed/apps/" });
  const navigate = useNavigate({ from: "/o/$slug/apps" });
  const list = usePages(sourceApplicationRoutes.listSourceApplications, { params: { organizationId: id } });
  const rows = (list.data?.pages ?? [])
    .flatMap((page) => page.items)
    .filter(({ displayName }) => displayName.toLowerCase().includes(q.toLowerCase()));
  const add = mayChange && (
    <LinkButton to="/o/$slug/apps/new" params={{ slug }} leftSection={<IconPlus size={14} />}>
      Add Application
    </LinkButton>
  );
  return (
    <Page
      title="Apps"
      lead={`What pushes people and groups into the directory of ${name}.`}
      actions={add}
      calls={[{ route: sourceApplicationRoutes.listSourceApplications, params: { organizationId: id } }]}
    >
      <TextInput
        aria-label="Search applications"
        placeholder="Search applications…"
        leftSection={<IconSearch size={14} stroke={1.5} />}
        value={q}
        onChange={(event) => {
          const typed = event.currentTarget.value;
          void navigate({
            search: (before) => ({ ...before, ...(typed === "" ? { q: undefined } : { q: typed }) }),
            replace: true,
          });
        }}
        maw={320}
        mb="sm"
      />
      {list.isError && <Refusal error={list.error} onRetry={() => void list.refetch()} />}
      <DataTable
        label="Applications"
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        loading={list.isPending}
        hasMore={list.hasNextPage}
        onMore={() => void list.fetchNextPage()}
        empty={
          <EmptyState
            title={q === "" ? "No application yet" : `No application is called “${q}”`}
            action={q === "" && add}
          >
            An application is what pushes to you: Okta, Microsoft Entra ID or anything else that speaks SCIM. Add one to
            get its SCIM Base URL and Bearer Token.
          </EmptyState>
        }
      />
    </Page>
  );
}
