import { Modal, Select, Text, Textarea } from "@mantine/core";
import { directoryUserAdministrationRoutes } from "@rollcall/admin-api/directory-user-administration.ts";
import type { DirectoryUserDetails } from "@rollcall/admin-api/directory-users.ts";
import { useState } from "react";
import { useOrganization } from "../../api/organization.ts";
import { useChange } from "../../api/use-change.ts";
import { AskForm } from "../../components/ask-form.tsx";
import { personName } from "./person-name.ts";

export type StatusVerb = "disable" | "enable" | "restore" | "delete";

interface Words {
  readonly title: (name: string) => string;
  readonly says: string;
  /** Said beside it where the source does not say active: then it ends when the source changes, or by itself. */
  readonly against?: string;
  readonly button: string;
}

const words: Readonly<Record<StatusVerb, Words>> = {
  disable: {
    title: (name) => `Disable ${name}?`,
    says: "The person and their memberships are out of force at once. A source that says active does not change that: only an administrator enables them again.",
    button: "Disable",
  },
  enable: {
    title: (name) => `Enable ${name}?`,
    says: "The person and their memberships are in force at once.",
    against:
      "The source does not say active: this counts until the source's next change of the status, or until the time below.",
    button: "Enable",
  },
  restore: {
    title: (name) => `Restore ${name}?`,
    says: "The person comes out of the recycle bin with the same id.",
    against:
      "The source does not say active: this counts until the source's next change of the status, or until the time below. Where no source is left, the person stays disabled until enabled by hand.",
    button: "Restore",
  },
  delete: {
    title: (name) => `Put ${name} into the bin?`,
    says: "The person and their memberships are out of force at once and leave the lists. What a source pushes is kept up to date in the bin and never brings them back; an administrator can restore them.",
    button: "Put into the bin",
  },
};

const lasting = [
  { value: "", label: "Never" },
  { value: "1", label: "In a day" },
  { value: "7", label: "In a week" },
  { value: "30", label: "In 30 days" },
  { value: "90", label: "In 90 days" },
];
const dayMilliseconds = 86_400_000;

interface Props {
  readonly person: DirectoryUserDetails;
  readonly verb: StatusVerb | undefined;
  readonly onClose: () => void;
}

/** Asks why, says what will happen, and changes the status by hand. */
export function ChangeStatus({ person, verb, onClose }: Props) {
  return (
    <Modal opened={verb !== undefined} onClose={onClose} title={verb && words[verb].title(personName(person))}>
      {verb !== undefined && <StatusForm person={person} verb={verb} onClose={onClose} />}
    </Modal>
  );
}

function StatusForm({ person, verb, onClose }: Props & { readonly verb: StatusVerb }) {
  const [reason, setReason] = useState("");
  const [days, setDays] = useState("");
  const { change, carryOut } = useStatusChange(person, verb, onClose);
  const { says, against, button } = words[verb];
  const ends = against !== undefined && person.statusFacts.sourceActive !== true;
  return (
    <AskForm
      verb={button}
      danger={verb === "delete" || verb === "disable"}
      change={change}
      ready={reason.trim() !== ""}
      onSubmit={() => carryOut(reason.trim(), days === "" ? null : Number(days))}
      onClose={onClose}
    >
      <Text size="sm">
        {says} {ends && against}
      </Text>
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
      {ends && (
        <Select
          label="Ends by itself"
          data={lasting}
          value={days}
          onChange={(value) => setDays(value ?? "")}
          allowDeselect={false}
          maw={200}
        />
      )}
    </AskForm>
  );
}

function useStatusChange(person: DirectoryUserDetails, verb: StatusVerb, onDone: () => void) {
  const { id: organizationId } = useOrganization();
  const params = { organizationId, directoryUserId: person.id };
  const options = { stale: ["directory-users", "directory-groups", "overview"], onDone };
  const disable = useChange(directoryUserAdministrationRoutes.disableDirectoryUser, options);
  const enable = useChange(directoryUserAdministrationRoutes.enableDirectoryUser, options);
  const restore = useChange(directoryUserAdministrationRoutes.restoreDirectoryUser, options);
  const bin = useChange(directoryUserAdministrationRoutes.deleteDirectoryUser, options);
  const change = { disable, enable, restore, delete: bin }[verb];
  return {
    change,
    carryOut(reason: string, days: number | null) {
      if (verb === "delete") return bin.mutate({ params, query: { reason } });
      if (verb === "disable") return disable.mutate({ params, body: { reason } });
      const expiresAt = days === null ? null : new Date(Date.now() + days * dayMilliseconds).toISOString();
      return (verb === "enable" ? enable : restore).mutate({ params, body: { reason, expiresAt } });
    },
  };
}
