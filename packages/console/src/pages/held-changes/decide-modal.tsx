import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type HeldChange, type HeldDecision, heldChangeRoutes } from "@rollcall/admin-api/held-changes.ts";
import { useState } from "react";
import { useChange } from "../../api/use-change.ts";
import { Refusal } from "../../components/refusal.tsx";

/** A decision that somebody is about to make. */
export interface Wanted {
  readonly decision: HeldDecision;
  readonly changes: readonly HeldChange[];
  /** About everything that waits, what is not listed included. */
  readonly all: boolean;
}

interface Props {
  readonly wanted: Wanted | undefined;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

const texts: Readonly<Record<HeldDecision, { title: string; verb: string; says: string }>> = {
  approve: {
    title: "Approve",
    verb: "Approve",
    says: "Each change is decided again on what the source says today, and comes into force at once.",
  },
  disable: {
    title: "Disable only",
    verb: "Disable",
    says: "The people are disabled. Nobody goes to the recycle bin, whatever the application’s settings say.",
  },
  reject: {
    title: "Reject",
    verb: "Reject",
    says: "Everybody stays as they are, against what the source says, until the source changes its mind.",
  },
};

/** Asks for the reason of a decision, and says what it does to people. */
export function DecideModal({ wanted, onClose, onDone }: Props) {
  const [reason, setReason] = useState("");
  const decide = useChange(heldChangeRoutes.decideHeldChanges);
  const { title, verb, says } = texts[wanted?.decision ?? "approve"];
  const count = wanted?.changes.length ?? 0;
  const bySource = Map.groupBy(wanted?.changes ?? [], ({ sourceApplicationId }) => sourceApplicationId);
  const submit = async () => {
    if (wanted === undefined) return;
    let decided = 0;
    for (const [sourceApplicationId, changes] of bySource) {
      const body = {
        decision: wanted.decision,
        reason,
        ...(wanted.all ? {} : { scimIds: changes.map(({ scimId }) => scimId) }),
      };
      const answer = await decide.mutateAsync({ params: { sourceApplicationId }, body });
      decided += answer.decided;
    }
    notifications.show({ message: `Decided ${decided.toLocaleString()}: it comes into force within a second or so` });
    setReason("");
    onDone();
  };
  return (
    <Modal
      opened={wanted !== undefined}
      onClose={onClose}
      title={`${title} ${count.toLocaleString()} ${count === 1 ? "change" : "changes"}`}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          // What was refused stands in `error`.
          submit().catch(() => undefined);
        }}
      >
        <Stack gap="sm">
          <Text size="sm">{says}</Text>
          <TextInput
            label="Why"
            description="Kept with each person’s timeline."
            required
            withAsterisk={false}
            data-autofocus
            maxLength={1_000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Refusal error={decide.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={decide.isPending} disabled={reason.trim() === ""}>
              {verb}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
