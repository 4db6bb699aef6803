import { Text } from "@mantine/core";
import type { AuditEntry } from "@rollcall/admin-api/audit-trail.ts";
import { IconKey, IconUser } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { asShortText } from "../../components/short-text.ts";
import { actionWords, targetWords } from "./action-words.ts";
import classes from "./audit-trail.module.css";

const columns: readonly Column<AuditEntry>[] = [
  { key: "at", title: "When", width: "104px", cell: ({ at }) => <RelativeTime at={at} /> },
  {
    key: "actor",
    title: "Who",
    width: "minmax(0, 2fr)",
    cell: ({ actor: { kind, name } }) => (
      <span className={classes.actor}>
        {kind === "api-key" ? (
          <IconKey size={14} stroke={1.5} role="img" aria-label="API key" />
        ) : (
          <IconUser size={14} stroke={1.5} role="img" aria-label="Administrator" />
        )}
        <span className={classes.name}>{name}</span>
      </span>
    ),
  },
  {
    key: "action",
    title: "What",
    width: "minmax(0, 3fr)",
    primary: true,
    cell: (entry) => (
      <>
        {actionWords(entry.action)} <strong>{targetWords(entry)}</strong>
        {!entry.completed && (
          <Text span size="xs" c="var(--attention)">
            {" "}
            not completed
          </Text>
        )}
      </>
    ),
  },
  {
    key: "changes",
    title: "Before → after",
    width: "minmax(0, 4fr)",
    wideOnly: true,
    cell: ({ changes }) => <ShortChanges changes={changes} />,
  },
];

/** The first changed field, and how many there are beside it. */
function ShortChanges({ changes }: Pick<AuditEntry, "changes">) {
  const [first, ...others] = changes;
  if (first === undefined) return <Text span size="sm" c="dimmed" children="–" />;
  return (
    <>
      <code>{first.field}</code> <span className={classes.from}>{asShortText(first.from)}</span> →{" "}
      {asShortText(first.to)}
      {others.length > 0 && (
        <Text span size="xs" c="dimmed">
          {" "}
          and {others.length} more
        </Text>
      )}
    </>
  );
}

interface Props {
  readonly entries: readonly AuditEntry[];
  readonly loading: boolean;
  readonly hasMore: boolean;
  readonly onMore: () => void;
  readonly onOpen: (id: string) => void;
  readonly openedId: string | undefined;
  readonly empty: ReactNode;
}

/** The audit trail, newest first. */
export function AuditTable({ entries, loading, hasMore, onMore, onOpen, openedId, empty }: Props) {
  return (
    <DataTable
      label="Audit trail"
      columns={columns}
      rows={entries}
      rowKey={({ id }) => id}
      rowHeight={40}
      loading={loading}
      hasMore={hasMore}
      onMore={onMore}
      onOpen={({ id }) => onOpen(id)}
      selectedKey={openedId}
      empty={empty}
    />
  );
}
