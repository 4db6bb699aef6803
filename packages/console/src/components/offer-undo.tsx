import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useCallback } from "react";
import { askAnew } from "../api/use-change.ts";

/** Long enough to read it and to reach the button. */
const offeredMilliseconds = 12_000;

/** A change that was made, and the way back. */
export interface UndoOffer {
  /** What is true now: *Ana Silva is disabled.* Names are isolated by `<bdi>`. */
  readonly says: ReactNode;
  /** Calls the opposite; resolves to what keeps it from being in force, where something does. */
  readonly undo: () => Promise<string | undefined>;
  /** The nouns whose answers are stale afterwards, as paths name them. */
  readonly stale: readonly string[];
  /** An answer as it was before, where undoing surely leads back to it: shown at once. */
  readonly before?: { readonly queryKey: QueryKey; readonly answer: unknown };
}

/** The offer that stands: only the latest change is undone, for what came after an older one builds on it. */
let standing: string | undefined;

/** Says what was changed and offers to undo it for a few seconds; where that is refused, what stands says why. */
export function useOfferUndo(): (offer: UndoOffer) => void {
  const queries = useQueryClient();
  return useCallback(
    ({ says, undo, stale, before }: UndoOffer) => {
      const carryOut = async () => {
        notifications.hide(id);
        if (before !== undefined) queries.setQueryData(before.queryKey, before.answer);
        try {
          const hindrance = await undo();
          notifications.show({ message: hindrance ?? "Undone." });
        } catch (error) {
          notifications.show({
            color: "red",
            title: "It was not undone",
            message: error instanceof Error ? error.message : String(error),
          });
        }
        await askAnew(queries, stale);
      };
      if (standing !== undefined) notifications.hide(standing);
      const id = notifications.show({
        autoClose: offeredMilliseconds,
        message: (
          <Group justify="space-between" wrap="nowrap" gap="sm">
            <Text size="sm" style={{ overflowWrap: "anywhere" }}>
              {says}
            </Text>
            <Button variant="default" size="compact-sm" flex="none" onClick={() => void carryOut()}>
              Undo
            </Button>
          </Group>
        ),
      });
      standing = id;
    },
    [queries],
  );
}
