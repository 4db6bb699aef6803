import { Button, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type Webhook, webhookRoutes } from "@rollcall/admin-api/webhooks.ts";
import { IconPlus } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useOrganization } from "../../api/organization.ts";
import { useMayChange } from "../../api/session.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Page } from "../../components/page.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { CreateWebhook } from "./create-webhook.tsx";
import { WebhookState } from "./webhook-state.tsx";

const columns: readonly Column<Webhook>[] = [
  {
    key: "name",
    title: "Webhook",
    width: "minmax(0, 2fr)",
    primary: true,
    cell: ({ name, url }) => (
      <>
        {name}
        <Text size="xs" c="dimmed" truncate>
          {url}
        </Text>
      </>
    ),
  },
  { key: "state", title: "State", width: "minmax(0, 1fr)", cell: (webhook) => <WebhookState webhook={webhook} /> },
  {
    key: "types",
    title: "Tells of",
    width: "minmax(0, 1.4fr)",
    cell: ({ eventTypes }) => (eventTypes.length === 0 ? "everything" : eventTypes.join(", ")),
  },
  {
    key: "last",
    title: "Last delivered",
    width: "120px",
    cell: ({ lastDeliveredAt }) => (lastDeliveredAt === null ? "Never" : <RelativeTime at={lastDeliveredAt} />),
  },
  { key: "waiting", title: "Waiting", width: "80px", numeric: true, cell: ({ waiting }) => waiting.toLocaleString() },
  { key: "dead", title: "Given up", width: "80px", numeric: true, cell: ({ dead }) => dead.toLocaleString() },
];

/** Webhooks: who is told, and does it arrive? */
export function WebhooksPage() {
  const { id, slug } = useOrganization();
  const mayChange = useMayChange();
  const navigate = useNavigate();
  const [creating, { open, close }] = useDisclosure(false);
  const params = { organizationId: id };
  const list = useAnswer(webhookRoutes.listWebhooks, { params }, { every: 10_000 });
  const add = mayChange && (
    <Button leftSection={<IconPlus size={14} />} onClick={open}>
      Add webhook
    </Button>
  );
  return (
    <Page
      title="Webhooks"
      lead="Programs of yours that are told what happens here: signed, in order for each person, tried again for days."
      actions={add}
      calls={[{ route: webhookRoutes.listWebhooks, params }]}
    >
      {list.isError && <Refusal error={list.error} onRetry={() => void list.refetch()} />}
      <DataTable
        label="Webhooks"
        columns={columns}
        rows={list.data?.items ?? []}
        rowKey={(webhook) => webhook.id}
        rowHeight={52}
        onOpen={(webhook) =>
          void navigate({ to: "/o/$slug/webhooks/$webhookId", params: { slug, webhookId: webhook.id } })
        }
        loading={list.isPending}
        empty={
          <EmptyState title="No webhook yet" action={add}>
            Add the address of a program, choose what it is told of, and check the signature with the secret that is
            shown once. Programs that prefer to ask follow the event feed instead.
          </EmptyState>
        }
      />
      <CreateWebhook opened={creating} onClose={close} />
    </Page>
  );
}
