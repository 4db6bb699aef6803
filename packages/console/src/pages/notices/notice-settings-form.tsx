import { ActionIcon, Alert, Button, Group, MultiSelect, NumberInput, Stack, Text, TextInput } from "@mantine/core";
import { noticeRoutes, type NoticeSettings } from "@rollcall/admin-api/notices.ts";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useOrganization } from "../../api/organization.ts";
import { useMayChange } from "../../api/session.ts";
import { useChange } from "../../api/use-change.ts";
import { Refusal } from "../../components/refusal.tsx";
import { noticeKinds, noticeWords } from "./notice-words.ts";
import { TestNotice } from "./test-notice.tsx";

interface Props {
  readonly saved: NoticeSettings;
  /** Whom e-mails come from; null where no mail server is named. */
  readonly from: string | null;
}

type Recipient = NoticeSettings["recipients"][number];

const choices = noticeKinds.map((kind) => ({ value: kind, label: noticeWords[kind].label }));

/** Whom the organization tells by e-mail of what, and when a source counts as quiet. */
export function NoticeSettingsForm({ saved, from }: Props) {
  const { id } = useOrganization();
  const mayChange = useMayChange();
  const [quietDays, setQuietDays] = useState<number | string>(saved.quietDays);
  const [recipients, setRecipients] = useState<readonly Recipient[]>(saved.recipients);
  const save = useChange(noticeRoutes.putNoticeSettings, { stale: ["notice-settings"] });
  const typed = { quietDays: Number(quietDays), recipients: [...recipients] };
  const { quietDays: before, recipients: told } = saved;
  const changed = JSON.stringify(typed) !== JSON.stringify({ quietDays: before, recipients: told });
  const ready = typed.quietDays >= 1 && recipients.every(({ address }) => /^[^\s@]+@[^\s@]+$/.test(address));
  const set = (index: number, recipient: Partial<Recipient>): void =>
    setRecipients(recipients.map((one, place) => (place === index ? { ...one, ...recipient } : one)));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ params: { organizationId: id }, body: typed });
      }}
    >
      <Stack gap="sm">
        {from === null ? (
          <Alert color="yellow" variant="light" title="No mail server is named">
            Nothing is sent by e-mail until ROLLCALL_SMTP_URL and ROLLCALL_MAIL_FROM are set. Webhooks are told all the
            same.
          </Alert>
        ) : (
          <Text size="sm" c="dimmed">
            E-mails come from {from}. An address gets one for all that is found at once, and ten within an hour.
          </Text>
        )}
        {recipients.length === 0 && <Text size="sm">Nobody is told by e-mail yet.</Text>}
        {recipients.map(({ address, kinds }, index) => (
          <Group key={index} gap="xs" align="flex-end" role="group" aria-label={`Recipient ${index + 1}`}>
            <TextInput
              label="E-mail address"
              type="email"
              w={{ base: "100%", xs: 240 }}
              value={address}
              readOnly={!mayChange}
              onChange={(event) => set(index, { address: event.currentTarget.value })}
            />
            <MultiSelect
              label="Is told when"
              flex={1}
              miw={220}
              data={choices}
              value={kinds}
              readOnly={!mayChange}
              placeholder={kinds.length === 0 ? "Nothing" : ""}
              onChange={(chosen) => set(index, { kinds: noticeKinds.filter((kind) => chosen.includes(kind)) })}
            />
            {mayChange && (
              <Group gap={4} wrap="nowrap">
                {from !== null && <TestNotice address={address} />}
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={36}
                  aria-label={`Remove ${address === "" ? `recipient ${index + 1}` : address}`}
                  onClick={() => setRecipients(recipients.filter((_, place) => place !== index))}
                >
                  <IconTrash size={16} stroke={1.5} />
                </ActionIcon>
              </Group>
            )}
          </Group>
        ))}
        {mayChange && recipients.length < 20 && (
          <Group>
            <Button
              variant="default"
              size="xs"
              leftSection={<IconPlus size={14} />}
              onClick={() => setRecipients([...recipients, { address: "", kinds: [...noticeKinds] }])}
            >
              Add a recipient
            </Button>
          </Group>
        )}
        <NumberInput
          label="A source has gone quiet after"
          description="Without a call. Sources that walk through their people call every day."
          suffix=" days"
          min={1}
          max={365}
          allowDecimal={false}
          w={{ base: "100%", xs: 300 }}
          value={quietDays}
          readOnly={!mayChange}
          onChange={setQuietDays}
        />
        <Refusal error={save.error} />
        {mayChange && (
          <Group gap="xs">
            <Button type="submit" loading={save.isPending} disabled={!changed || !ready}>
              Save
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}
