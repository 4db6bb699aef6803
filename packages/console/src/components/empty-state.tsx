import { Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./empty-state.module.css";

interface Props {
  readonly title: string;
  /** What will be here, and how it comes here. */
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

/** What stands where nothing is yet: the next step. */
export function EmptyState({ title, children, action }: Props) {
  return (
    <div className={classes.empty}>
      <Title order={2} size="h3">
        {title}
      </Title>
      <Text c="dimmed" maw={520} ta="center" component="div">
        {children}
      </Text>
      {action}
    </div>
  );
}
