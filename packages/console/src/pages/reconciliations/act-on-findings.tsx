import { Modal, Radio, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { type Finding, type Reconciliation, reconciliationRoutes } from "@rollcall/admin-api/reconciliations.ts";
import { useState } from "react";
import { useSourceApplication } from "../../api/source-application.ts";
import { useChange } from "../../api/use-change.ts";
import { AskForm } from "../../components/ask-form.tsx";

type Action = "deactivate" | "delete";

const kinds: Readonly<Record<Action, readonly Finding["kind"][]>> = {
  deactivate: ["gone", "inactive"],
  delete: ["gone", "extra"],
};

/** More people are confirmed by their number. */
const unconfirmed = 25;

interface Props {
  readonly opened: boolean;
  readonly reconciliation: Reconciliation;
  /** Empty: everybody whom the action is for. */
  readonly chosen: readonly Finding[];
  readonly onClose: () => void;
  readonly onActed: (jobId: string) => void;
}

/** Asks what is done in the source's place, to how many, and why. */
export function ActOnFindings(props: Props) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title="Do what the source did not">
      <Ask {...props} />
    </Modal>
  );
}

function Ask({ reconciliation, chosen, onClose, onActed }: Props) {
  const { id, displayName } = useSourceApplication();
  const [picked, setPicked] = useState<Action>();
  const [reason, setReason] = useState("");
  const [typed, setTyped] = useState("");
  const concerned = (of: Action) => chosen.filter(({ kind }) => kinds[of].includes(kind));
  const count = (of: Action) => (chosen.length === 0 ? (reconciliation.open?.[of] ?? 0) : concerned(of).length);
  const action = picked ?? (count("deactivate") > 0 ? "deactivate" : "delete");
  const people = count(action);
  const act = useChange(reconciliationRoutes.actOnFindings, {
    stale: ["reconciliations", "jobs"],
    onDone: ({ job }) => onActed(job.id),
  });
  const submit = () => {
    const findingIds = concerned(action).map((finding) => finding.id);
    const body = {
      action,
      people,
      reason: reason.trim(),
      ...(chosen.length === 0 ? {} : { findingIds }),
    };
    act.mutate({ params: { sourceApplicationId: id, reconciliationId: reconciliation.id }, body });
  };
  const many = people > unconfirmed;
  const confirmed = !many || typed.replaceAll(/\D/g, "") === String(people);
  return (
    <AskForm
      verb={`${action === "deactivate" ? "Deactivate" : "Delete"} ${inWords(people)}`}
      danger={action === "delete"}
      change={act}
      ready={people > 0 && reason.trim() !== "" && confirmed}
      onClose={onClose}
      onSubmit={submit}
    >
      <Radio.Group
        label="What is done"
        description={`As if ${displayName} had sent it: its deprovisioning policy says what becomes of each person.`}
        value={action}
        onChange={setPicked}
      >
        <Stack gap="xs" mt="xs">
          <Radio
            value="deactivate"
            disabled={count("deactivate") === 0}
            label={`Deactivate ${inWords(count("deactivate"))}`}
            description="Who is gone or inactive there. When the source says active, they are back."
          />
          <Radio
            value="delete"
            disabled={count("delete") === 0}
            label={`Delete ${inWords(count("delete"))}`}
            description="Who is not in the export. The source has to create them again, should they return."
          />
        </Stack>
      </Radio.Group>
      <Text size="sm">
        The guard does not hold this. Who is protected, or was written by the source since, stays as they are.
      </Text>
      {many && (
        <TextInput
          label={`Type ${people.toLocaleString("en")} to confirm how many people this concerns`}
          inputMode="numeric"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      <Textarea
        label="Why"
        description="Everybody’s timeline will say it."
        maxLength={500}
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        data-autofocus
      />
    </AskForm>
  );
}

function inWords(count: number): string {
  return `${count.toLocaleString("en")} ${count === 1 ? "person" : "people"}`;
}
