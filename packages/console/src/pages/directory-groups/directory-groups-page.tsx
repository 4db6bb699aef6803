import { type DirectoryGroup, directoryGroupRoutes } from "@rollcall/admin-api/directory-groups.ts";
import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { useOrganization } from "../../api/organization.ts";
import { addressOf } from "../../api/route-call.ts";
import { usePages } from "../../api/use-answer.ts";
import { ApplicationMarks } from "../../components/application-marks.tsx";
import type { Column } from "../../components/data-table.tsx";
import { DirectoryStatus } from "../../components/directory-status.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { narrowingQueryOf, narrows, queryOf } from "../../components/list-filter.ts";
import { ListPage } from "../../components/list-page.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import classes from "./directory-groups.module.css";
import { groupFilters } from "./group-filters.ts";
import { groupName } from "./group-name.ts";

/** Groups: which are there, from where, and with how many members? */
export function DirectoryGroupsPage() {
  const { id, slug, name } = useOrganization();
  const search = useSearch({ from: "/signed-in/o/$slug/framed/directory/groups/" });
  const navigate = useNavigate({ from: "/o/$slug/directory/groups" });
  const params = { organizationId: id };
  const input = { params, query: queryOf(groupFilters, search) };
  const list = usePages(directoryGroupRoutes.listDirectoryGroups, input);
  const columns = useMemo(() => columnsOf(slug), [slug]);
  return (
    <ListPage
      title="Groups"
      lead={`The groups of ${name}, as the applications push them.`}
      calls={[{ route: directoryGroupRoutes.listDirectoryGroups, ...input, answers: '{"items": […], "nextCursor"}' }]}
      actions={
        <Button
          component="a"
          href={addressOf(directoryGroupRoutes.exportDirectoryGroups, {
            params,
            query: narrowingQueryOf(groupFilters, search),
          })}
          download="groups.csv"
          variant="default"
          leftSection={<IconDownload size={14} stroke={1.5} />}
        >
          {narrows(groupFilters, search) ? "Export these as CSV" : "Export as CSV"}
        </Button>
      }
      label="Groups"
      filters={groupFilters}
      search={search}
      onSearch={(changed) => void navigate({ search: (before) => ({ ...before, ...changed }), replace: true })}
      list={list}
      columns={columns}
      onOpen={(row) =>
        void navigate({ to: "/o/$slug/directory/groups/$directoryGroupId", params: { slug, directoryGroupId: row.id } })
      }
      none={<NoneYet slug={slug} />}
      noneFound={<NoneFound slug={slug} search={search.q} />}
    />
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
