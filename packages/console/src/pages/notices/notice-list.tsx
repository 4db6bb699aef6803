import { Text } from "@mantine/core";
import { type Notice, noticeRoutes } from "@rollcall/admin-api/notices.ts";
import { useOrganization } from "../../api/organization.ts";
import { usePages } from "../../api/use-answer.ts";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { Section } from "../../components/section.tsx";
import { StateLabel } from "../../components/state-label.tsx";
import { noticeWords } from "./notice-words.ts";

const mailStates = { waiting: "waits", sent: "sent", dead: "given up" } as const;

const columns: readonly Column<Notice>[] = [
  {
    key: "what",
    title: "What",
    width: "minmax(0, 3fr)",
    primary: true,
    cell: ({ kind, sentence }) => (
      <>
        {noticeWords[kind].label}
        <Text size="xs" c="dimmed" truncate title={sentence}>
          {sentence}
        </Text>
      </>
    ),
  },
  {
    key: "state",
    title: "State",
    width: "110px",
    cell: ({ kind, endedAt }) => (
      <StateLabel meaning={endedAt === null ? noticeWords[kind].meaning : "off"}>
        {endedAt === null ? "Still so" : "Over"}
      </StateLabel>
    ),
  },
  { key: "at", title: "Since", width: "110px", cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
  {
    key: "mails",
    title: "E-mails",
    width: "minmax(0, 2fr)",
    cell: ({ mails }) =>
      mails.length === 0 ? (
        "–"
      ) : (
        <span title={mails.flatMap(({ error }) => error ?? []).join("\n")}>
          {mails.map(({ address, state }) => `${address}: ${mailStates[state]}`).join(", ")}
        </span>
      ),
  },
];

/** What somebody should know of or should have known of, newest first, and who was told. */
export function NoticeList() {
  const { id } = useOrganization();
  const list = usePages(noticeRoutes.listNotices, { params: { organizationId: id } }, { every: 10_000 });
  return (
    <Section lead="What there was to know, newest first: it stands here whether somebody is told or not.">
      {list.isError && <Refusal error={list.error} onRetry={() => void list.refetch()} />}
      <DataTable
        label="Notices"
        columns={columns}
        rows={(list.data?.pages ?? []).flatMap((page) => page.items)}
        rowKey={(notice) => notice.id}
        rowHeight={52}
        narrowRowHeight={80}
        loading={list.isPending}
        hasMore={list.hasNextPage}
        onMore={() => void list.fetchNextPage()}
        empty={
          <EmptyState title="Nothing so far">
            What is held, waits for a decision, fails, has gone quiet or expires stands here, and when it was over.
          </EmptyState>
        }
      />
    </Section>
  );
}
