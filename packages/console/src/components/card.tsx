import { Group, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./card.module.css";

interface Props {
  readonly title?: string;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** Without room at the sides: for tables. */
  readonly flush?: boolean;
}

/** A part of a page with a border around it. */
export function Card({ title, lead, actions, children, flush = false }: Props) {
  return (
    <section className={classes.card} aria-label={title}>
      {(title !== undefined || actions !== undefined) && (
        <Group justify="space-between" wrap="nowrap" align="flex-start" className={classes.header}>
          <div>
            {title !== undefined && (
              <Title order={2} size="h3">
                {title}
              </Title>
            )}
            {lead !== undefined && (
              <Text size="sm" c="dimmed" component="div">
                {lead}
              </Text>
            )}
          </div>
          {actions}
        </Group>
      )}
      <div className={flush ? classes.flush : classes.body}>{children}</div>
    </section>
  );
}
