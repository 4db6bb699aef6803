import { Group, Text, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { ApiCall, type ShownCall } from "./api-call.tsx";
import classes from "./page.module.css";
import { publishTitle } from "./page-title.ts";

interface Props {
  readonly title: string;
  /** The mark before the title. */
  readonly mark?: ReactNode;
  /** The state beside the title, or a label. */
  readonly beside?: ReactNode;
  /** One sentence under the title: the answer to the page's question. */
  readonly lead?: ReactNode;
  /** The one primary button, and a menu. */
  readonly actions?: ReactNode;
  /** The calls of the admin API behind what the page shows. */
  readonly calls?: readonly ShownCall[];
  /** Tables may use the full width. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** A page: its title, the answer to its question, what can be done, and the calls behind it. */
export function Page({ title, mark, beside, lead, actions, calls = [], wide = false, children }: Props) {
  useEffect(() => {
    publishTitle(title);
  }, [title]);
  return (
    <div className={wide ? classes.wide : classes.page}>
      <header className={classes.header}>
        <div className={classes.heading}>
          <Group gap="sm" wrap="nowrap" align="flex-start">
            {mark}
            <Group gap="4px 12px" wrap="wrap" miw={0}>
              <Title order={1} className={classes.title}>
                <bdi>{title}</bdi>
              </Title>
              {beside}
            </Group>
          </Group>
          {lead !== undefined && (
            <Text c="dimmed" component="div">
              {lead}
            </Text>
          )}
        </div>
        <Group gap="xs" className={classes.actions}>
          {calls.length > 0 && <ApiCall calls={calls} />}
          {actions}
        </Group>
      </header>
      {children}
    </div>
  );
}
