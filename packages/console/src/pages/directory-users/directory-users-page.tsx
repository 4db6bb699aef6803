import { Button, Menu } from "@mantine/core";
import { type DirectoryUser, directoryUserRoutes } from "@rollcall/admin-api/directory-users.ts";
import { IconChevronDown, IconDownload, IconPlus, IconUpload } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useOrganization } from "../../api/organization.ts";
import { addressOf } from "../../api/route-call.ts";
import { useMayChange } from "../../api/session.ts";
import { usePages } from "../../api/use-answer.ts";
import { ApplicationMarks } from "../../components/application-marks.tsx";
import type { Column } from "../../components/data-table.tsx";
import { DirectoryStatus } from "../../components/directory-status.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { narrowingQueryOf, narrows, queryOf } from "../../components/list-filter.ts";
import { ListPage } from "../../components/list-page.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { AddPerson } from "./add-person.tsx";
import { ImportPeople } from "./import-people.tsx";
import { peopleFilters } from "./people-filters.ts";
import { PersonCell } from "./person-cell.tsx";

const columns: readonly Column<DirectoryUser>[] = [
  { key: "name", title: "Name", width: "minmax(0, 3fr)", primary: true, cell: (row) => <PersonCell person={row} /> },
  { key: "email", title: "E-mail", width: "minmax(0, 3fr)", cell: (row) => row.email ?? row.userName ?? "–" },
  { key: "status", title: "Status", width: "104px", cell: (row) => <DirectoryStatus status={row.status} /> },
  {
    key: "sources",
    title: "Sources",
    width: "minmax(0, 2fr)",
    wideOnly: true,
    cell: (row) => <ApplicationMarks ids={row.sourceApplicationIds} />,
  },
  {
    key: "updated",
    title: "Updated",
    width: "112px",
    wideOnly: true,
    cell: (row) => <RelativeTime at={row.modifiedAt} />,
  },
];

/** Users: who is here, and who is not in force? */
export function DirectoryUsersPage() {
  const { id, slug, name } = useOrganization();
  const mayChange = useMayChange();
  const search = useSearch({ from: "/signed-in/o/$slug/framed/directory/users/" });
  const navigate = useNavigate({ from: "/o/$slug/directory/users" });
  const [opened, setOpened] = useState<"add" | "import">();
  const params = { organizationId: id };
  const input = { params, query: queryOf(peopleFilters, search) };
  const list = usePages(directoryUserRoutes.listDirectoryUsers, input);
  return (
    <ListPage
      title="Users"
      lead={`Everybody whom the directory of ${name} holds, whichever source they came from.`}
      calls={[{ route: directoryUserRoutes.listDirectoryUsers, ...input, answers: '{"items": […], "nextCursor"}' }]}
      actions={
        <>
          <Menu position="bottom-end">
            <Menu.Target>
              <Button variant="default" rightSection={<IconChevronDown size={14} stroke={1.5} />}>
                CSV
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {mayChange && (
                <Menu.Item leftSection={<IconUpload size={14} stroke={1.5} />} onClick={() => setOpened("import")}>
                  Import people…
                </Menu.Item>
              )}
              <Menu.Item
                component="a"
                href={addressOf(directoryUserRoutes.exportDirectoryUsers, {
                  params,
                  query: narrowingQueryOf(peopleFilters, search),
                })}
                download="people.csv"
                leftSection={<IconDownload size={14} stroke={1.5} />}
              >
                {narrows(peopleFilters, search) ? "Export these people" : "Export everybody"}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
          {mayChange && (
            <Button leftSection={<IconPlus size={14} />} onClick={() => setOpened("add")}>
              Add person
            </Button>
          )}
        </>
      }
      label="People"
      filters={peopleFilters}
      search={search}
      onSearch={(changed) => void navigate({ search: (before) => ({ ...before, ...changed }), replace: true })}
      list={list}
      columns={columns}
      onOpen={(row) =>
        void navigate({ to: "/o/$slug/directory/users/$directoryUserId", params: { slug, directoryUserId: row.id } })
      }
      none={<NobodyYet slug={slug} />}
      noneFound={<NobodyFound slug={slug} search={search.q} />}
    >
      <AddPerson opened={opened === "add"} onClose={() => setOpened(undefined)} />
      <ImportPeople opened={opened === "import"} onClose={() => setOpened(undefined)} />
    </ListPage>
  );
}

function NobodyFound({ slug, search }: { readonly slug: string; readonly search: string | undefined }) {
  return (
    <EmptyState
      title={search === undefined ? "Nobody is like that" : `Nobody matches “${search}” here`}
      action={
        <LinkButton to="/o/$slug/directory/users" params={{ slug }} variant="default">
          Show everybody
        </LinkButton>
      }
    >
      The search looks at names, e-mail addresses, user names and employee numbers; every word must occur. A source’s
      external id finds whom it is, typed whole and in its own case.
    </EmptyState>
  );
}

function NobodyYet({ slug }: { readonly slug: string }) {
  return (
    <EmptyState
      title="Nobody yet"
      action={
        <LinkButton to="/o/$slug/apps" params={{ slug }} variant="default">
          Go to Apps
        </LinkButton>
      }
    >
      People appear here as soon as an application pushes them by SCIM. You can also add them by hand or import a CSV
      file.
    </EmptyState>
  );
}
