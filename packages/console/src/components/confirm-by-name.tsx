import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { Refusal } from "./refusal.tsx";

interface Props {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What has to be typed: the name of what goes. */
  readonly name: string;
  /** What happens to people. */
  readonly children: ReactNode;
  /** The verb on the button: *Delete application*. */
  readonly verb: string;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onConfirm: () => void;
}

/** Asks by name before something goes that is hard to bring back. */
export function ConfirmByName({ opened, onClose, title, name, children, verb, busy, error, onConfirm }: Props) {
  const [typed, setTyped] = useState("");
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (typed === name) onConfirm();
        }}
      >
        <Stack gap="sm">
          {children}
          <TextInput
            label={
              <>
                Type <strong>{name}</strong> to confirm
              </>
            }
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            data-autofocus
          />
          <Refusal error={error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" color="red" disabled={typed !== name} loading={busy}>
              {verb}
            </Button>
          </Group>
          <Text size="xs" c="dimmed">
            This is kept in the audit trail with your name.
          </Text>
        </Stack>
      </form>
    </Modal>
  );
}
