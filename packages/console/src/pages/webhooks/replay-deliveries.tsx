import { Checkbox, Modal, Select } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type Webhook, webhookRoutes } from "@rollcall/admin-api/webhooks.ts";
import { useState } from "react";
import { useOrganization } from "../../api/organization.ts";
import { useChange } from "../../api/use-change.ts";
import { AskForm } from "../../components/ask-form.tsx";

const hourMilliseconds = 3_600_000;
const spans = [
  { value: "1", label: "The last hour" },
  { value: "24", label: "The last 24 hours" },
  { value: "168", label: "The last 7 days" },
  { value: "720", label: "The last 30 days" },
] as const;

/** What is said once deliveries were asked for again. */
function replayedInWords(count: number): string {
  if (count === 0) return "There was nothing to replay.";
  return count === 1 ? "1 delivery is made again." : `${count.toLocaleString("en")} deliveries are made again.`;
}

/** Makes the deliveries of a time once more. */
export function ReplayDeliveries({ webhook, onClose }: { readonly webhook: Webhook; readonly onClose: () => void }) {
  const { id } = useOrganization();
  const [hours, setHours] = useState("24");
  const [delivered, setDelivered] = useState(false);
  const replay = useChange(webhookRoutes.replayWebhookDeliveries, {
    stale: ["webhooks"],
    onDone: ({ replayed }) => {
      notifications.show({ message: replayedInWords(replayed) });
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title="Replay deliveries">
      <AskForm
        verb="Replay"
        change={replay}
        onSubmit={() => {
          const from = new Date(Date.now() - Number(hours) * hourMilliseconds).toISOString();
          replay.mutate({ params: { organizationId: id, webhookId: webhook.id }, body: { from, delivered } });
        }}
        onClose={onClose}
      >
        <Select
          label="Of"
          data={spans}
          value={hours}
          onChange={(value) => setHours(value ?? "24")}
          allowDeselect={false}
          data-autofocus
        />
        <Checkbox
          label="Those that were delivered as well"
          description="Otherwise only those that were given up. Each keeps its webhook-id, so a receiver can tell."
          checked={delivered}
          onChange={(event) => setDelivered(event.currentTarget.checked)}
        />
      </AskForm>
    </Modal>
  );
}
