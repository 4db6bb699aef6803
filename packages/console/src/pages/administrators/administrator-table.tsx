import { ActionIcon, Menu, Text } from "@mantine/core";
import type { Administrator } from "@rollcall/admin-api/administrators.ts";
import { IconDots } from "@tabler/icons-react";
import { type Me, useMayChange, useMe } from "../../api/session.ts";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { roleLabel } from "../../components/roles.ts";
import { StateLabel } from "../../components/state-label.tsx";
import type { Asked } from "./administrator-dialog.tsx";
import { scopeWords } from "./scope-words.ts";

interface Props {
  readonly administrators: readonly Administrator[];
  readonly loading: boolean;
  readonly onAsk: (asked: Asked) => void;
}

/** Administrators with what they may do, and whether a password alone lets them in. */
export function AdministratorTable({ administrators, loading, onAsk }: Props) {
  const me = useMe();
  const mayChange = useMayChange();
  const columns: Column<Administrator>[] = [
    {
      key: "name",
      title: "Name",
      width: "minmax(0, 3fr)",
      primary: true,
      cell: ({ id, name, email }) => (
        <>
          <Text size="sm" fw={500} truncate>
            {id === me.id ? `${name} (you)` : name}
          </Text>
          <Text size="xs" c="dimmed" truncate>
            {email}
          </Text>
        </>
      ),
    },
    { key: "role", title: "Role", width: "112px", cell: ({ role }) => roleLabel(role) },
    { key: "scope", title: "Organizations", width: "minmax(0, 2fr)", cell: scopeWords },
    {
      key: "factor",
      title: "Second factor",
      width: "112px",
      cell: ({ secondFactor }) =>
        secondFactor ? (
          <StateLabel meaning="flowing">On</StateLabel>
        ) : (
          <StateLabel meaning="attention" title="A password alone lets them in">
            Off
          </StateLabel>
        ),
    },
    {
      key: "seen",
      title: "Last signed in",
      width: "112px",
      cell: ({ lastSignedInAt }) => (lastSignedInAt === null ? "never" : <RelativeTime at={lastSignedInAt} />),
    },
  ];
  if (mayChange) {
    columns.push({
      key: "menu",
      title: "",
      width: "28px",
      cell: (administrator) =>
        mayManage(me, administrator) && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon aria-label={`What to do with ${administrator.name}`}>
                <IconDots size={16} stroke={1.5} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => onAsk({ what: "scope", administrator })}>Change role</Menu.Item>
              {administrator.secondFactor && (
                <Menu.Item onClick={() => onAsk({ what: "second-factor", administrator })}>
                  Reset second factor
                </Menu.Item>
              )}
              <Menu.Item color="red" onClick={() => onAsk({ what: "remove", administrator })}>
                Remove
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        ),
    });
  }
  return (
    <DataTable
      label="Administrators"
      columns={columns}
      rows={administrators}
      rowKey={({ id }) => id}
      rowHeight={52}
      loading={loading}
    />
  );
}

/** Whether the menu is worth showing; the server has the last word. One's own is under *Your sign-in*. */
function mayManage(me: Me, { id, role, wholeInstallation }: Administrator): boolean {
  if (id === me.id) return false;
  return me.role === "owner" || (role !== "owner" && (me.wholeInstallation || !wholeInstallation));
}
