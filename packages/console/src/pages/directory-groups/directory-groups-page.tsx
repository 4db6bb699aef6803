import { type DirectoryGroup, directoryGroupRoutes } from "@rollcall/admin-api/directory-groups.ts";
import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { useOrganization } from "../../api/organization.ts";
import { usePages } from "../../api/use-answer.ts";
import { ApplicationMarks } from "../../components/application-marks.tsx";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { DirectoryStatus } from "../../components/directory-status.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { Page } from "../../components/page.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import classes from "./directory-groups.module.css";
import { groupName } from "./group-name.ts";
import { exportAddress, narrows, queryOf } from "./group-query.ts";
import { GroupsFilters } from "./groups-filters.tsx";

/** Groups: which are there, from where, and with how many members? */
export function DirectoryGroupsPage() {
  const { id, slug, name } = useOrganization();
  const search = useSearch({ from: "/signed-in/o/$slug/framed/directory/groups/" });
  const navigate = useNavigate({ from: "/o/$slug/directory/groups" });
  const input = { params: { organizationId: id }, query: queryOf(search) };
  const list = usePages(directoryGroupRoutes.listDirectoryGroups, input);
  const rows = useMemo(() => (list.data?.pages ?? []).flatMap((page) => page.items), [list.data]);
  const columns = useMemo(() => columnsOf(slug), [slug]);
  return (
    <Page
      title="Groups"
      wide
      lead={`The groups of ${name}, as the applications push them.`}
      calls={[{ route: directoryGroupRoutes.listDirectoryGroups, ...input, answers: '{"items": […], "nextCursor"}' }]}
      actions={
        <Button
          component="a"
          href={exportAddress(id, search)}
          download="groups.csv"
          variant="default"
          leftSection={<IconDownload size={14} stroke={1.5} />}
        >
          {narrows(search) ? "Export these as CSV" : "Export as CSV"}
        </Button>
      }
    >
      <GroupsFilters
        search={search}
        onChange={(changed) => void navigate({ search: (before) => ({ ...before, ...changed }), replace: true })}
      />
      {list.isError && <Refusal error={list.error} onRetry={() => void list.refetch()} />}
      {!(list.isError && rows.length === 0) && (
        <DataTable
          label="Groups"
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          rowHeight={36}
          onOpen={(row) =>
            void navigate({
              to: "/o/$slug/directory/groups/$directoryGroupId",
              params: { slug, directoryGroupId: row.id },
            })
          }
          loading={list.isPending}
          hasMore={list.hasNextPage}
          onMore={() => {
            if (!list.isFetchingNextPage) void list.fetchNextPage();
          }}
          empty={narrows(search) ? <NoneFound slug={slug} search={search.q} /> : <NoneYet slug={slug} />}
        />
      )}
    </Page>
  );
}

function columnsOf(slug: string): readonly Column<DirectoryGroup>[] {
  return [
    {
      key: "name",
      title: "Name",
      width: "minmax(0, 3fr)",
      primary: true,
      cell: (row) => (
        <Link
          to="/o/$slug/directory/groups/$directoryGroupId"
          params={{ slug, directoryGroupId: row.id }}
          className={classes.name}
          dir="auto"
          tabIndex={-1}
        >
          {groupName(row)}
        </Link>
      ),
    },
    {
      key: "members",
      title: "Members",
      width: "96px",
      numeric: true,
      cell: (row) => row.provisionedMembers.toLocaleString(),
    },
    { key: "status", title: "Status", width: "104px", cell: (row) => <DirectoryStatus status={row.status} /> },
    {
      key: "sources",
      title: "Source",
      width: "minmax(0, 2fr)",
      wideOnly: true,
      cell: (row) => <ApplicationMarks ids={row.sourceApplicationIds} />,
    },
    { key: "updated", title: "Updated", width: "112px", cell: (row) => <RelativeTime at={row.modifiedAt} /> },
  ];
}

function NoneFound({ slug, search }: { readonly slug: string; readonly search: string | undefined }) {
  return (
    <EmptyState
      title={search === undefined ? "No group is like that" : `No group matches “${search}” here`}
      action={
        <LinkButton to="/o/$slug/directory/groups" params={{ slug }} variant="default">
          Show all groups
        </LinkButton>
      }
    >
      The search looks at the name; every word must occur in it.
    </EmptyState>
  );
}

function NoneYet({ slug }: { readonly slug: string }) {
  return (
    <EmptyState
      title="No groups yet"
      action={
        <LinkButton to="/o/$slug/apps" params={{ slug }}>
          Go to Apps
        </LinkButton>
      }
    >
      A group appears here as soon as an application pushes it. Many send groups only after they were told which: see
      the set-up guide on the application’s Authorization Configuration.
    </EmptyState>
  );
}
