import { ActionIcon, Menu, Title } from "@mantine/core";
import type { DirectoryAttribute } from "@rollcall/admin-api/directory-attributes.ts";
import { IconDots } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { type Column, DataTable } from "../../components/data-table.tsx";
import type { Asked } from "./attribute-dialog.tsx";

const typeWords = { string: "Text", boolean: "Yes or no", number: "Number", dateTime: "Date and time" };

const columns: readonly Column<DirectoryAttribute>[] = [
  { key: "label", title: "Label", width: "minmax(0, 2fr)", primary: true, cell: ({ label }) => label },
  { key: "name", title: "Name", width: "minmax(0, 2fr)", cell: ({ name }) => <code>{name}</code> },
  {
    key: "type",
    title: "Type",
    width: "minmax(0, 1fr)",
    cell: ({ type, multiValued }) => (multiValued ? `${typeWords[type]}, several` : typeWords[type]),
  },
];

interface Props {
  readonly label: string;
  readonly attributes: readonly DirectoryAttribute[];
  readonly loading: boolean;
  readonly empty?: ReactNode;
  /** Missing where nothing may be changed. */
  readonly onAsk?: (asked: Asked) => void;
}

/** Attributes with their types. */
export function AttributeTable({ label, attributes, loading, empty, onAsk }: Props) {
  const menu: Column<DirectoryAttribute> = {
    key: "menu",
    title: "",
    width: "28px",
    cell: (attribute) => (
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={`What to do with ${attribute.label}`}>
            <IconDots size={16} stroke={1.5} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => onAsk?.({ what: "relabel", attribute })}>Change label</Menu.Item>
          <Menu.Item color="red" onClick={() => onAsk?.({ what: "delete", attribute })}>
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    ),
  };
  return (
    <section aria-label={label}>
      <Title order={2} size="h3" mb="xs">
        {label}
      </Title>
      <DataTable
        label={label}
        columns={onAsk === undefined ? columns : [...columns, menu]}
        rows={attributes}
        rowKey={({ name }) => name}
        rowHeight={36}
        loading={loading}
        empty={empty}
      />
    </section>
  );
}
