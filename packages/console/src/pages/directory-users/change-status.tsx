import { Modal, Select, Text, Textarea } from "@mantine/core";
import { directoryUserAdministrationRoutes } from "@rollcall/admin-api/directory-user-administration.ts";
import {
  type DirectoryUser,
  type DirectoryUserDetails,
  directoryUserRoutes,
} from "@rollcall/admin-api/directory-users.ts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client } from "../../api/client.ts";
import { useOrganization } from "../../api/organization.ts";
import { answerKey } from "../../api/use-answer.ts";
import { askAnew } from "../../api/use-change.ts";
import { AskForm } from "../../components/ask-form.tsx";
import { useOfferUndo } from "../../components/offer-undo.tsx";
import { personName } from "./person-name.ts";
import { sourcesSay } from "./person-status.ts";
import { type StatusChange, type StatusVerb, undoOf } from "./undo-status.ts";

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
  /** A resource of the owning source is the person. */
  readonly linked: boolean;
  readonly verb: StatusVerb | undefined;
  readonly onClose: () => void;
}

/** Asks why, says what will happen, and changes the status by hand. */
export function ChangeStatus({ person, linked, verb, onClose }: Props) {
  return (
    <Modal opened={verb !== undefined} onClose={onClose} title={verb && words[verb].title(personName(person))}>
      {verb !== undefined && <StatusForm person={person} linked={linked} verb={verb} onClose={onClose} />}
    </Modal>
  );
}

function StatusForm({ person, linked, verb, onClose }: Props & { readonly verb: StatusVerb }) {
  const [reason, setReason] = useState("");
  const [days, setDays] = useState("");
  const change = useStatusChange({ person, linked, onClose });
  const { says, against, button } = words[verb];
  const ends = against !== undefined && sourcesSay(person.statusFacts) !== true;
  return (
    <AskForm
      verb={button}
      danger={verb === "delete" || verb === "disable"}
      change={change}
      ready={reason.trim() !== ""}
      onSubmit={() => change.mutate({ verb, reason: reason.trim(), expiresAt: inDays(days) })}
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

const stale = ["directory-users", "directory-groups", "overview"];
const done: Readonly<Record<StatusVerb, string>> = {
  disable: "is disabled.",
  enable: "is enabled.",
  restore: "is restored.",
  delete: "is in the bin.",
};

function useStatusChange({ person, linked, onClose }: Omit<Props, "verb">) {
  const { id: organizationId } = useOrganization();
  const queries = useQueryClient();
  const offerUndo = useOfferUndo();
  const params = { organizationId, directoryUserId: person.id };
  return useMutation({
    mutationFn: (change: StatusChange) => changeStatus(params, change),
    onSuccess: async (_, change) => {
      await askAnew(queries, stale);
      onClose();
      const back = undoOf(change, person, linked);
      if (back === undefined) return;
      offerUndo({
        says: (
          <>
            <bdi>{personName(person)}</bdi> {done[change.verb]}
          </>
        ),
        undo: async () => {
          await changeStatus(params, back);
          return undefined;
        },
        stale,
        before: { queryKey: answerKey(directoryUserRoutes.getDirectoryUser, { params }), answer: person },
      });
    },
  });
}

/** Calls the route of a verb. */
function changeStatus(
  params: { readonly organizationId: string; readonly directoryUserId: string },
  { verb, reason, expiresAt }: StatusChange,
): Promise<DirectoryUser> {
  const routes = directoryUserAdministrationRoutes;
  if (verb === "delete") return client.call(routes.deleteDirectoryUser, { params, query: { reason } });
  if (verb === "disable") return client.call(routes.disableDirectoryUser, { params, body: { reason } });
  const route = verb === "enable" ? routes.enableDirectoryUser : routes.restoreDirectoryUser;
  return client.call(route, { params, body: { reason, expiresAt } });
}

function inDays(days: string): string | null {
  return days === "" ? null : new Date(Date.now() + Number(days) * dayMilliseconds).toISOString();
}
