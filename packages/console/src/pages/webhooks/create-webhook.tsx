import { Button, Group, Modal, MultiSelect, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { webhookRoutes } from "@rollcall/admin-api/webhooks.ts";
import { useState } from "react";
import { useOrganization } from "../../api/organization.ts";
import { useChange } from "../../api/use-change.ts";
import { AskForm } from "../../components/ask-form.tsx";
import { eventTypes } from "../../components/event-words.ts";
import { ShownSecret } from "./shown-secret.tsx";

/** All that webhooks can be told of, whole nouns first. */
export const eventChoices = [
  { value: "user.*", label: "Everything about people" },
  { value: "group.*", label: "Everything about groups" },
  { value: "notice.*", label: "Every notice" },
  ...eventTypes.map(({ value, label }) => ({ value, label: `${label} (${value})` })),
];

interface Props {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Adds a webhook, and shows its secret once. */
export function CreateWebhook({ opened, onClose }: Props) {
  const { id } = useOrganization();
  const [secret, setSecret] = useState<string | undefined>();
  const form = useForm({ initialValues: { name: "", url: "", eventTypes: [] as string[] } });
  const create = useChange(webhookRoutes.createWebhook, { onDone: (made) => setSecret(made.secret) });
  const close = () => {
    setSecret(undefined);
    form.reset();
    create.reset();
    onClose();
  };
  return (
    <Modal opened={opened} onClose={close} title={secret === undefined ? "Add webhook" : "The webhook is active"}>
      {secret === undefined ? (
        <AskForm
          verb="Add webhook"
          change={create}
          ready={form.values.name.trim() !== "" && form.values.url.trim() !== ""}
          onSubmit={() => create.mutate({ params: { organizationId: id }, body: form.values })}
          onClose={close}
        >
          <TextInput label="Name" data-autofocus {...form.getInputProps("name")} />
          <TextInput
            label="Address"
            description="Where deliveries are POSTed: https, reachable from this server."
            placeholder="https://hooks.example.com/rollcall"
            type="url"
            {...form.getInputProps("url")}
          />
          <MultiSelect
            label="Tells of"
            description="Everything, where nothing is chosen."
            placeholder={form.values.eventTypes.length === 0 ? "Everything" : ""}
            data={eventChoices}
            searchable
            clearable
            {...form.getInputProps("eventTypes")}
          />
        </AskForm>
      ) : (
        <Stack gap="sm">
          <ShownSecret secret={secret} />
          <Text size="sm">It is told of what happens from now on.</Text>
          <Group justify="flex-end">
            <Button onClick={close}>Done</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
