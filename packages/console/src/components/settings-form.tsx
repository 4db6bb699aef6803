import { Button, Group, Stack } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  /** *Save guard*. */
  readonly label: string;
  readonly edited: boolean;
  readonly busy: boolean;
  readonly onSave: () => void;
  readonly onDiscard: () => void;
  readonly children: ReactNode;
}

/** The fields of a card: once something is edited it can be saved, by Enter too, or taken back. */
export function SettingsForm({ label, edited, busy, onSave, onDiscard, children }: Props) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (edited) onSave();
      }}
    >
      <Stack gap="sm">
        {children}
        {edited && (
          <Group gap="xs" justify="flex-end">
            <Button variant="default" onClick={onDiscard} disabled={busy}>
              Discard
            </Button>
            <Button type="submit" loading={busy}>
              {label}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}
