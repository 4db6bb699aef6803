import { HoverCard, Text, UnstyledButton } from "@mantine/core";
import type { CheckedMapping } from "@rollcall/admin-api/mappings.ts";
import { asShortText } from "../../components/short-text.ts";
import classes from "./mapping.module.css";

interface Props {
  readonly checked: CheckedMapping | undefined;
  /** Rows that still need an attribute or a source. */
  readonly unfilled: number;
}

/** What saving does: which rules change, and what becomes of the latest people. */
export function WhatChanges({ checked, unfilled }: Props) {
  if (unfilled > 0) {
    return unfilled === 1
      ? "1 row needs an attribute and a source before this can be saved."
      : `${unfilled} rows need an attribute and a source before this can be saved.`;
  }
  if (checked === undefined) return "Checking…";
  const sentences = [...checked.users.changes, ...checked.groups.changes].map(({ sentence }) => sentence);
  const effects = [...checked.users.effects, ...checked.groups.effects];
  return (
    <>
      {checked.whatWillChange}
      {checked.problems.length === 0 && sentences.length + effects.length > 0 && (
        <>
          {" "}
          <HoverCard width={480} position="top-start" shadow="md">
            <HoverCard.Target>
              <UnstyledButton className={classes.more}>See what changes</UnstyledButton>
            </HoverCard.Target>
            <HoverCard.Dropdown className={classes.changes}>
              {sentences.map((sentence) => (
                <Text size="sm" key={sentence}>
                  {sentence}
                </Text>
              ))}
              {effects.slice(0, 8).map(({ scimId, name, changes }) => (
                <div key={scimId} className={classes.effect}>
                  <Text size="sm" fw={500}>
                    {name ?? scimId}
                  </Text>
                  {changes.map(({ attribute, label, from, to }) => (
                    <Text size="xs" c="dimmed" key={attribute}>
                      {label}: {asShortText(from)} → {asShortText(to)}
                    </Text>
                  ))}
                </div>
              ))}
            </HoverCard.Dropdown>
          </HoverCard>
        </>
      )}
    </>
  );
}
