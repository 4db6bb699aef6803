import { Modal, Text, Textarea } from "@mantine/core";
import type { DirectoryUserDetails } from "@rollcall/admin-api/directory-users.ts";
import { useState } from "react";
import { useOrganization } from "../../api/organization.ts";
import { useChange } from "../../api/use-change.ts";
import { AskForm } from "../../components/ask-form.tsx";
import { personName } from "./person-name.ts";
import { type Safeguard, safeguards } from "./safeguards.ts";

interface Props {
  readonly person: DirectoryUserDetails;
  readonly safeguard: Safeguard | undefined;
  /** It is there and is to go. */
  readonly lifts: boolean;
  readonly onClose: () => void;
}

/** Places a safeguard over a person or lifts it: asks why and says what it means. */
export function ChangeSafeguard({ person, safeguard, lifts, onClose }: Props) {
  if (safeguard === undefined) return null;
  const { place, lift } = safeguards[safeguard];
  return (
    <Modal opened onClose={onClose} title={(lifts ? lift : place).title(personName(person))}>
      <SafeguardForm person={person} safeguard={safeguard} lifts={lifts} onClose={onClose} />
    </Modal>
  );
}

interface FormProps extends Props {
  readonly safeguard: Safeguard;
}

function SafeguardForm({ person, safeguard, lifts, onClose }: FormProps) {
  const { id: organizationId } = useOrganization();
  const [reason, setReason] = useState("");
  const { place, lift, means } = safeguards[safeguard];
  const { route, verb } = lifts ? lift : place;
  const change = useChange(route, { stale: ["directory-users"], onDone: onClose });
  return (
    <AskForm
      verb={verb}
      danger={lifts}
      change={change}
      ready={reason.trim() !== ""}
      onSubmit={() =>
        change.mutate({ params: { organizationId, directoryUserId: person.id }, body: { reason: reason.trim() } })
      }
      onClose={onClose}
    >
      <Text size="sm">{lifts ? lift.says : means}</Text>
      <Textarea
        label="Reason"
        description="Kept with the event; whoever looks next reads it."
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        autosize
        minRows={2}
        maxLength={1_000}
        required
        data-autofocus
      />
    </AskForm>
  );
}
