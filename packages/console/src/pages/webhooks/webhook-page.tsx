import { Button, Group, Menu, Modal, Skeleton, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type Webhook, webhookRoutes } from "@rollcall/admin-api/webhooks.ts";
import { IconDots } from "@tabler/icons-react";
import { useNavigate, useParams } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useOrganization } from "../../api/organization.ts";
import { useMayChange } from "../../api/session.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { useChange } from "../../api/use-change.ts";
import { ConfirmByName } from "../../components/confirm-by-name.tsx";
import { Page } from "../../components/page.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { RelativeTime, TimeSince } from "../../components/relative-time.tsx";
import { DeliveryLog } from "./delivery-log.tsx";
import { ReplayDeliveries } from "./replay-deliveries.tsx";
import { ShownSecret } from "./shown-secret.tsx";
import { TestWebhook } from "./test-webhook.tsx";
import { WebhookFacts } from "./webhook-facts.tsx";
import { WebhookState } from "./webhook-state.tsx";

/** One webhook: does it arrive, and what was answered? */
export function WebhookPage() {
  const { webhookId } = useParams({ from: "/signed-in/o/$slug/framed/webhooks/$webhookId" });
  const { id } = useOrganization();
  const params = { organizationId: id, webhookId };
  const found = useAnswer(webhookRoutes.getWebhook, { params }, { every: 10_000 });
  if (found.isError) {
    return (
      <Page title="Webhook">
        <Refusal error={found.error} onRetry={() => void found.refetch()} />
      </Page>
    );
  }
  if (found.data === undefined) {
    return (
      <Page title="Webhook">
        <Skeleton height={160} />
      </Page>
    );
  }
  const webhook = found.data;
  return (
    <Page
      title={webhook.name}
      beside={<WebhookState webhook={webhook} />}
      lead={sentenceOf(webhook)}
      actions={<WebhookActions webhook={webhook} />}
      calls={[
        { route: webhookRoutes.getWebhook, params },
        { route: webhookRoutes.listWebhookDeliveries, params },
      ]}
    >
      <Stack gap="lg">
        <WebhookFacts webhook={webhook} />
        <DeliveryLog webhook={webhook} />
      </Stack>
    </Page>
  );
}

function WebhookActions({ webhook }: { readonly webhook: Webhook }) {
  const { id, slug } = useOrganization();
  const navigate = useNavigate();
  const params = { organizationId: id, webhookId: webhook.id };
  const [deleting, deletion] = useDisclosure(false);
  const [replays, replaying] = useDisclosure(false);
  const [secret, setSecret] = useState<string | undefined>();
  const change = useChange(webhookRoutes.changeWebhook);
  const rotate = useChange(webhookRoutes.rotateWebhookSecret, { onDone: (answer) => setSecret(answer.secret) });
  const remove = useChange(webhookRoutes.deleteWebhook, {
    onDone: () => void navigate({ to: "/o/$slug/webhooks", params: { slug } }),
  });
  if (!useMayChange()) return null;
  const paused = webhook.state !== "active";
  return (
    <>
      <TestWebhook webhookId={webhook.id} />
      <Button
        variant="default"
        loading={change.isPending}
        onClick={() => change.mutate({ params, body: { state: paused ? "active" : "paused" } })}
      >
        {paused ? "Resume" : "Pause"}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" px={8} aria-label="More">
            <IconDots size={16} stroke={1.5} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={replaying.open}>Replay deliveries…</Menu.Item>
          <Menu.Item onClick={() => rotate.mutate({ params })}>Rotate the secret</Menu.Item>
          <Menu.Divider />
          <Menu.Item color="var(--failing)" onClick={deletion.open}>
            Delete webhook…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal opened={secret !== undefined} onClose={() => setSecret(undefined)} title="The secret was rotated">
        <Stack gap="sm">
          {secret !== undefined && <ShownSecret secret={secret} />}
          <Text size="sm">The older secret signs as well for 24 hours, so that the receiver has time.</Text>
          <Group justify="flex-end">
            <Button onClick={() => setSecret(undefined)}>Done</Button>
          </Group>
        </Stack>
      </Modal>
      {replays && <ReplayDeliveries webhook={webhook} onClose={replaying.close} />}
      <ConfirmByName
        opened={deleting}
        onClose={deletion.close}
        title="Delete webhook"
        name={webhook.name}
        verb="Delete webhook"
        change={remove}
        onConfirm={() => remove.mutate({ params })}
      >
        <Text size="sm">
          Its receiver is told nothing any more, and the log of deliveries goes with it. Nobody’s access changes.
        </Text>
      </ConfirmByName>
    </>
  );
}

/** The page's question, answered. */
function sentenceOf({ state, stateReason, failingSince, lastDeliveredAt }: Webhook): ReactNode {
  if (state === "broken") return stateReason ?? "The receiver failed for a day: nothing is sent until you resume it.";
  if (state === "paused") return "Nothing is sent. It goes on where it stands when you resume it.";
  if (failingSince !== null) {
    return (
      <>
        Nothing has arrived <TimeSince at={failingSince} />. Each delivery is tried again for nearly four days.
      </>
    );
  }
  if (lastDeliveredAt === null) return "Nothing has been delivered yet.";
  return (
    <>
      The receiver gets what happens; the last arrived <RelativeTime at={lastDeliveredAt} />.
    </>
  );
}
