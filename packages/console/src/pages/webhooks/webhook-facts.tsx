import { Button, Group, MultiSelect, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { type Webhook, webhookRoutes } from "@rollcall/admin-api/webhooks.ts";
import { useOrganization } from "../../api/organization.ts";
import { useMayChange } from "../../api/session.ts";
import { useChange } from "../../api/use-change.ts";
import { Card } from "../../components/card.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { eventChoices } from "./create-webhook.tsx";

/** What a webhook is told, and where. */
export function WebhookFacts({ webhook }: { readonly webhook: Webhook }) {
  const { id } = useOrganization();
  const mayChange = useMayChange();
  const { name, url, eventTypes, secrets } = webhook;
  const form = useForm({ initialValues: { name, url, eventTypes: [...eventTypes] } });
  const change = useChange(webhookRoutes.changeWebhook, { onDone: () => form.resetDirty() });
  return (
    <Card
      title="What it is told"
      lead={
        <>
          Signed with the secret that ends in{" "}
          {secrets.map(({ hint, createdAt, expiresAt }, index) => (
            <span key={createdAt}>
              {index > 0 && ", and "}
              <code>{hint}</code>
              {expiresAt !== null && (
                <>
                  {" "}
                  (until <RelativeTime at={expiresAt} />)
                </>
              )}
            </span>
          ))}
          .
        </>
      }
    >
      <form
        onSubmit={form.onSubmit((body) =>
          change.mutate({ params: { organizationId: id, webhookId: webhook.id }, body }),
        )}
      >
        <Stack gap="sm">
          <SimpleGrid cols={{ base: 1, md: 3 }} spacing="sm">
            <TextInput
              label="Name"
              required
              withAsterisk={false}
              readOnly={!mayChange}
              {...form.getInputProps("name")}
            />
            <TextInput
              label="Address"
              required
              withAsterisk={false}
              readOnly={!mayChange}
              {...form.getInputProps("url")}
            />
            <MultiSelect
              label="Tells of"
              placeholder={form.values.eventTypes.length === 0 ? "Everything" : ""}
              data={eventChoices}
              searchable
              clearable={mayChange}
              readOnly={!mayChange}
              {...form.getInputProps("eventTypes")}
            />
          </SimpleGrid>
          <Refusal error={change.error} />
          {form.isDirty() && mayChange && (
            <Group gap="xs">
              <Button type="submit" loading={change.isPending}>
                Save
              </Button>
              <Button variant="default" onClick={() => form.reset()}>
                Discard
              </Button>
            </Group>
          )}
        </Stack>
      </form>
    </Card>
  );
}
