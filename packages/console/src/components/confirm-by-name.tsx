import { Modal, Text, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { AskForm } from "./ask-form.tsx";

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
  /** The change that it leads to, while it is under way and when it was refused. */
  readonly change: { readonly isPending: boolean; readonly error: unknown };
  readonly onConfirm: () => void;
}

/** Asks by name before something goes that is hard to bring back. */
export function ConfirmByName({ opened, onClose, title, name, children, verb, change, onConfirm }: Props) {
  const [typed, setTyped] = useState("");
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      <AskForm
        verb={verb}
        danger
        change={change}
        ready={typed === name}
        onSubmit={onConfirm}
        onClose={onClose}
        note={
          <Text size="xs" c="dimmed">
            This is kept in the audit trail with your name.
          </Text>
        }
      >
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
      </AskForm>
    </Modal>
  );
}
