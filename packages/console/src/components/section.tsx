import { Group, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { ApiCall, type ShownCall } from "./api-call.tsx";
import classes from "./section.module.css";

interface Props {
  /** One sentence: what this tab is for. */
  readonly lead: ReactNode;
  readonly actions?: ReactNode;
  readonly calls?: readonly ShownCall[];
  readonly children: ReactNode;
}

/** What stands below a row of tabs: a sentence, what can be done, the calls behind it, and the tab itself. */
export function Section({ lead, actions, calls = [], children }: Props) {
  return (
    <>
      <Group justify="space-between" align="center" gap="sm" className={classes.header}>
        <Text c="dimmed" component="div" className={classes.lead}>
          {lead}
        </Text>
        <Group gap="xs">
          {calls.length > 0 && <ApiCall calls={calls} />}
          {actions}
        </Group>
      </Group>
      {children}
    </>
  );
}
