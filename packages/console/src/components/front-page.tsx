import { Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { Mark } from "../design/mark.tsx";
import classes from "./front-page.module.css";

interface Props {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
  /** A line below the card. */
  readonly foot?: ReactNode;
}

/** A page before the sign-in: one question, in the middle. */
export function FrontPage({ title, lead, children, foot }: Props) {
  useEffect(() => {
    document.title = `${title} · Rollcall`;
  }, [title]);
  return (
    <main className={classes.front}>
      <Mark size={20} />
      <div className={classes.card}>
        <Stack gap="md">
          <div>
            <Title order={1}>{title}</Title>
            {lead !== undefined && (
              <Text c="dimmed" component="div" mt={4}>
                {lead}
              </Text>
            )}
          </div>
          {children}
        </Stack>
      </div>
      {foot !== undefined && <div className={classes.foot}>{foot}</div>}
    </main>
  );
}
