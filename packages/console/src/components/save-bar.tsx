import { Button, Group, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Refusal } from "./refusal.tsx";
import classes from "./save-bar.module.css";

interface Props {
  /** *Save* or *Save & Next*. */
  readonly label: string;
  /** What saving changes, in a few words. */
  readonly children?: ReactNode;
  readonly onSave: () => void;
  readonly busy: boolean;
  readonly disabled?: boolean;
  readonly error?: unknown;
  /** Takes back what was changed and not saved. */
  readonly onDiscard?: (() => void) | undefined;
}

/** Stands at the foot of the window while there is something to save. */
export function SaveBar({ label, children, onSave, busy, disabled = false, error, onDiscard }: Props) {
  return (
    <div className={classes.bar} role="region" aria-label="Save">
      <Refusal error={error} />
      <Group justify="space-between" gap="sm">
        <Text size="sm" c="dimmed" component="div" className={classes.words} aria-live="polite">
          {children}
        </Text>
        <Group gap="xs">
          {onDiscard !== undefined && (
            <Button variant="default" onClick={onDiscard} disabled={busy}>
              Discard
            </Button>
          )}
          <Button onClick={onSave} loading={busy} disabled={disabled}>
            {label}
          </Button>
        </Group>
      </Group>
    </div>
  );
}
