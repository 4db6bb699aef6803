import { Button, Group, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { Refusal } from "./refusal.tsx";

interface Props {
  /** What is asked, and what will happen. */
  readonly children: ReactNode;
  /** The verb on the button: *Create token*. */
  readonly verb: string;
  /** The change that it leads to, while it is under way and when it was refused. */
  readonly change: { readonly isPending: boolean; readonly error: unknown };
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  /** Whether everything that is needed was said. */
  readonly ready?: boolean;
  /** People lose something by it. */
  readonly danger?: boolean;
  /** Below the buttons. */
  readonly note?: ReactNode;
}

/** The inside of a dialog that asks and then changes something: what is refused stands beside the button. */
export function AskForm(props: Props) {
  const { children, verb, change, onSubmit, onClose, ready = true, danger = false, note } = props;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) onSubmit();
      }}
    >
      <Stack gap="sm">
        {children}
        <Refusal error={change.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={change.isPending} disabled={!ready} {...(danger ? { color: "red" } : {})}>
            {verb}
          </Button>
        </Group>
        {note}
      </Stack>
    </form>
  );
}
