import { Button, Group } from "@mantine/core";
import {
  type DirectoryGroupDetails,
  type DirectoryGroupMember,
  directoryGroupRoutes,
} from "@rollcall/admin-api/directory-groups.ts";
import { IconDownload, IconUsersGroup } from "@tabler/icons-react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { useOrganization } from "../../api/organization.ts";
import { addressOf } from "../../api/route-call.ts";
import { usePages } from "../../api/use-answer.ts";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { FilterSelect } from "../../components/filter-select.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { StateLabel } from "../../components/state-label.tsx";
import classes from "./directory-groups.module.css";
import { wordsOfMembership } from "./membership.ts";

const from = "/signed-in/o/$slug/framed/directory/groups/$directoryGroupId";

/** Who is in a group: what its sources say, and what of that is in force. */
export function GroupMembers({ group }: { readonly group: DirectoryGroupDetails }) {
  const { id, slug } = useOrganization();
  const { members } = useSearch({ from });
  const navigate = useNavigate({ from: "/o/$slug/directory/groups/$directoryGroupId" });
  const params = { organizationId: id, directoryGroupId: group.id };
  const effectiveOnly = members === "in-force";
  const list = usePages(directoryGroupRoutes.listDirectoryGroupMembers, { params, query: { all: !effectiveOnly } });
  const rows = useMemo(() => (list.data?.pages ?? []).flatMap((page) => page.items), [list.data]);
  const columns = useMemo(() => columnsOf(slug), [slug]);
  return (
    <section aria-label="Members">
      <Group justify="space-between" gap="xs" mb="sm">
        <FilterSelect
          label="All members"
          options={[{ value: "in-force", label: "In force only" }]}
          value={effectiveOnly ? "in-force" : undefined}
          onChange={(chosen) =>
            void navigate({ search: (before) => ({ ...before, members: chosen }), replace: true, resetScroll: false })
          }
          width={150}
        />
        <Group gap="xs">
          <LinkButton to="/o/$slug/directory/users" params={{ slug }} search={{ group: group.id }} variant="default">
            Show in Users
          </LinkButton>
          <Button
            component="a"
            href={addressOf(directoryGroupRoutes.exportDirectoryGroupMembers, { params })}
            download="members.csv"
            variant="default"
            leftSection={<IconDownload size={14} stroke={1.5} />}
          >
            Export as CSV
          </Button>
        </Group>
      </Group>
      {list.isError && <Refusal error={list.error} onRetry={() => void list.refetch()} />}
      {!(list.isError && rows.length === 0) && (
        <DataTable
          label="Members"
          columns={columns}
          rows={rows}
          rowKey={keyOf}
          rowHeight={36}
          onOpen={(row) => {
            if (row.id === null) return;
            void (row.type === "User"
              ? navigate({ to: "/o/$slug/directory/users/$directoryUserId", params: { slug, directoryUserId: row.id } })
              : navigate({
                  to: "/o/$slug/directory/groups/$directoryGroupId",
                  params: { slug, directoryGroupId: row.id },
                  search: {},
                }));
          }}
          loading={list.isPending}
          hasMore={list.hasNextPage}
          onMore={() => {
            if (!list.isFetchingNextPage) void list.fetchNextPage();
          }}
          empty={
            <EmptyState title={effectiveOnly ? "Nobody’s membership is in force" : "Nobody is in this group"}>
              {group.status === "binned"
                ? "The members that its source gives it come back with it."
                : effectiveOnly
                  ? "A membership is in force while the source says so and the person is enabled."
                  : "Members appear here as soon as a source adds them."}
            </EmptyState>
          }
        />
      )}
    </section>
  );
}

function keyOf({ sourceApplicationId, scimId, id }: DirectoryGroupMember): string {
  return `${sourceApplicationId ?? ""} ${scimId ?? id ?? ""}`;
}

function columnsOf(slug: string): readonly Column<DirectoryGroupMember>[] {
  return [
    {
      key: "name",
      title: "Name",
      width: "minmax(0, 2fr)",
      primary: true,
      cell: (row) => <Member member={row} slug={slug} />,
    },
    {
      key: "email",
      title: "E-mail",
      width: "minmax(0, 2fr)",
      cell: ({ type, email, userName }) => (type === "Group" ? "A group" : (email ?? userName ?? "–")),
    },
    {
      key: "membership",
      title: "Membership",
      width: "minmax(0, 1.4fr)",
      cell: (row) => {
        const { says, title, meaning } = wordsOfMembership(row);
        return (
          <StateLabel meaning={meaning} title={title}>
            {says}
          </StateLabel>
        );
      },
    },
  ];
}

function Member({ member, slug }: { readonly member: DirectoryGroupMember; readonly slug: string }) {
  const { id, type, scimId } = member;
  const name = member.displayName ?? member.userName ?? member.email;
  if (id === null) return <code className={classes.quiet}>{name ?? scimId}</code>;
  const shown = name ?? id;
  return type === "User" ? (
    <Link
      to="/o/$slug/directory/users/$directoryUserId"
      params={{ slug, directoryUserId: id }}
      className={classes.name}
      dir="auto"
      tabIndex={-1}
    >
      {shown}
    </Link>
  ) : (
    <Group gap={6} wrap="nowrap">
      <IconUsersGroup size={14} stroke={1.5} aria-hidden="true" />
      <Link
        to="/o/$slug/directory/groups/$directoryGroupId"
        params={{ slug, directoryGroupId: id }}
        className={classes.name}
        dir="auto"
        tabIndex={-1}
      >
        {shown}
      </Link>
    </Group>
  );
}
