import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
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
  /** What else can be done with it; none is the primary button. */
  readonly actions?: ReactNode;
  /** Takes back what was changed and not saved. */
  readonly onDiscard?: (() => void) | undefined;
}

/** Stands at the foot of the window while there is something to save. */
export function SaveBar({ label, children, onSave, busy, disabled = false, error, actions, onDiscard }: Props) {
  const dirty = onDiscard !== undefined;
  const leaving = useBlocker({
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname,
    enableBeforeUnload: dirty,
    disabled: !dirty || busy,
    withResolver: true,
  });
  return (
    <div className={classes.bar} role="region" aria-label="Save">
      <Modal opened={leaving.status === "blocked"} onClose={() => leaving.reset?.()} title="Leave without saving?">
        <Stack gap="sm">
          <Text size="sm">What you changed here is not saved and will be lost.</Text>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={() => leaving.reset?.()} data-autofocus>
              Stay
            </Button>
            <Button color="red" onClick={() => leaving.proceed?.()}>
              Leave
            </Button>
          </Group>
        </Stack>
      </Modal>
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
          {actions}
          <Button onClick={onSave} loading={busy} disabled={disabled}>
            {label}
          </Button>
        </Group>
      </Group>
    </div>
  );
}
