import { Button, Drawer, Group, Select, Stack, Text } from "@mantine/core";
import { type Webhook, type WebhookDelivery, webhookRoutes } from "@rollcall/admin-api/webhooks.ts";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useOrganization } from "../../api/organization.ts";
import { useMayChange } from "../../api/session.ts";
import { usePages } from "../../api/use-answer.ts";
import { useChange } from "../../api/use-change.ts";
import { CodeBlock, JsonBlock } from "../../components/code-block.tsx";
import { CopyValue } from "../../components/copy-value.tsx";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { wordsOfEvent } from "../../components/event-words.ts";
import { Refusal } from "../../components/refusal.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StateLabel } from "../../components/state-label.tsx";

const states = {
  waiting: { label: "Waiting", meaning: "attention" },
  delivered: { label: "Delivered", meaning: "flowing" },
  dead: { label: "Given up", meaning: "failing" },
} as const;

const columns: readonly Column<WebhookDelivery>[] = [
  {
    key: "event",
    title: "Event",
    width: "minmax(0, 2fr)",
    primary: true,
    cell: ({ event }) =>
      event === null ? (
        "An event that is no longer kept"
      ) : (
        <span title={event.type}>{wordsOfEvent(event.type).says}</span>
      ),
  },
  {
    key: "state",
    title: "State",
    width: "minmax(0, 1fr)",
    cell: ({ state }) => <StateLabel meaning={states[state].meaning}>{states[state].label}</StateLabel>,
  },
  { key: "at", title: "Since", width: "110px", cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
  {
    key: "answer",
    title: "Answer",
    width: "minmax(0, 1.6fr)",
    cell: ({ status, error }) => error ?? (status === null ? "–" : String(status)),
  },
  {
    key: "attempts",
    title: "Attempts",
    width: "80px",
    numeric: true,
    wideOnly: true,
    cell: ({ attempts }) => String(attempts),
  },
];

/** The deliveries of a webhook, newest first: each with what was sent and answered. */
export function DeliveryLog({ webhook }: { readonly webhook: Webhook }) {
  const { id } = useOrganization();
  const mayChange = useMayChange();
  const search = useSearch({ from: "/signed-in/o/$slug/framed/webhooks/$webhookId" });
  const navigate = useNavigate({ from: "/o/$slug/webhooks/$webhookId" });
  const state = search.state as keyof typeof states | undefined;
  const params = { organizationId: id, webhookId: webhook.id };
  const list = usePages(
    webhookRoutes.listWebhookDeliveries,
    { params, query: state === undefined ? {} : { state } },
    { every: 5_000 },
  );
  const replay = useChange(webhookRoutes.replayWebhookDeliveries, {
    stale: ["webhooks"],
    onDone: () => change({ delivery: undefined }),
  });
  const rows = (list.data?.pages ?? []).flatMap((page) => page.items);
  const opened = rows.find(({ id: deliveryId }) => deliveryId === search.delivery);
  const change = (changed: { state?: string | undefined; delivery?: string | undefined }) =>
    void navigate({ search: (before) => ({ ...before, ...changed }), replace: true, resetScroll: false });
  return (
    <section aria-label="Deliveries">
      <Group justify="space-between" mb="xs">
        <Select
          size="xs"
          w={180}
          aria-label="State of deliveries"
          placeholder="All deliveries"
          data={Object.entries(states).map(([value, { label }]) => ({ value, label }))}
          value={state ?? null}
          onChange={(value) => change({ state: value ?? undefined })}
          clearable
        />
        {mayChange && webhook.dead > 0 && (
          <Button
            variant="default"
            loading={replay.isPending}
            onClick={() =>
              replay.mutate({ params, body: { from: webhook.createdAt, until: new Date().toISOString() } })
            }
          >
            Send the {webhook.dead.toLocaleString("en")} given up again
          </Button>
        )}
      </Group>
      {list.isError && <Refusal error={list.error} onRetry={() => void list.refetch()} />}
      <Refusal error={replay.error} />
      <DataTable
        label="Deliveries"
        columns={columns}
        rows={rows}
        rowKey={(delivery) => delivery.id}
        narrowRowHeight={80}
        onOpen={(delivery) => change({ delivery: delivery.id })}
        selectedKey={opened?.id}
        loading={list.isPending}
        hasMore={list.hasNextPage}
        onMore={() => void list.fetchNextPage()}
        empty={
          <EmptyState title={state === undefined ? "Nothing was sent yet" : "No delivery is in this state"}>
            Each event that this webhook is told of stands here with its attempts and what the receiver answered.
          </EmptyState>
        }
      />
      <Drawer
        opened={opened !== undefined}
        onClose={() => change({ delivery: undefined })}
        position="right"
        size={560}
        title={opened?.event ? wordsOfEvent(opened.event.type).says : "Delivery"}
      >
        {opened !== undefined && (
          <Stack gap="md">
            <Text size="sm">
              {states[opened.state].label} after {opened.attempts} {opened.attempts === 1 ? "attempt" : "attempts"}
              {opened.durationMilliseconds !== null && `, the last took ${opened.durationMilliseconds} ms`}.
              {opened.nextAttemptAt !== null && (
                <>
                  {" "}
                  Next attempt <RelativeTime at={opened.nextAttemptAt} />.
                </>
              )}
            </Text>
            <CopyValue value={opened.id} label="webhook-id" />
            {opened.request !== null && <CopyValue value={opened.request.url} label="the address" />}
            {opened.error !== null && <Text size="sm">{opened.error}</Text>}
            {opened.answer !== null && opened.answer !== "" && (
              <CodeBlock code={opened.answer} label="the answer" maxHeight={200} />
            )}
            {opened.event !== null && <JsonBlock value={opened.event} label="the event" />}
            {mayChange && (
              <Group>
                <Button
                  variant="default"
                  loading={replay.isPending}
                  onClick={() => replay.mutate({ params, body: { deliveryIds: [opened.id] } })}
                >
                  Send it again
                </Button>
              </Group>
            )}
          </Stack>
        )}
      </Drawer>
    </section>
  );
}
