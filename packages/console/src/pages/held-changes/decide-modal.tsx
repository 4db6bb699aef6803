import { Modal, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type HeldChange, type HeldDecision, heldChangeRoutes } from "@rollcall/admin-api/held-changes.ts";
import { useState } from "react";
import { useChange } from "../../api/use-change.ts";
import { AskForm } from "../../components/ask-form.tsx";

/** A decision that somebody is about to make. */
export interface Wanted {
  readonly decision: HeldDecision;
  readonly changes: readonly HeldChange[];
  /** There is more than is listed, and it is meant as well. */
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
      // Where all are listed, they are named: nobody is decided about whom the list did not show.
      const batches = wanted.all ? [undefined] : inBatches(changes.map(({ scimId }) => scimId));
      for (const scimIds of batches) {
        const body = { decision: wanted.decision, reason, ...(scimIds === undefined ? {} : { scimIds }) };
        const answer = await decide.mutateAsync({ params: { sourceApplicationId }, body });
        decided += answer.decided;
      }
    }
    notifications.show({
      message: `Decided ${decided.toLocaleString("en")}: it comes into force within a second or so`,
    });
    setReason("");
    onDone();
  };
  return (
    <Modal
      opened={wanted !== undefined}
      onClose={onClose}
      title={
        wanted?.all === true
          ? `${title} all changes that wait`
          : `${title} ${count.toLocaleString("en")} ${count === 1 ? "change" : "changes"}`
      }
    >
      <AskForm
        verb={verb}
        change={decide}
        ready={reason.trim() !== ""}
        onSubmit={() => {
          // What was refused stands in `error`.
          submit().catch(() => undefined);
        }}
        onClose={onClose}
      >
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
      </AskForm>
    </Modal>
  );
}

/** As many as one call takes. */
const batchSize = 1_000;

function inBatches(ids: readonly string[]): string[][] {
  const batches: string[][] = [];
  for (let from = 0; from < ids.length; from += batchSize) batches.push(ids.slice(from, from + batchSize));
  return batches;
}
