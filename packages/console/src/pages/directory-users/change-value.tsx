import { Modal, Select, TextInput } from "@mantine/core";
import { directoryAttributeRoutes } from "@rollcall/admin-api/directory-attributes.ts";
import { type DirectoryUserDetails, directoryUserRoutes } from "@rollcall/admin-api/directory-users.ts";
import { useState } from "react";
import { client } from "../../api/client.ts";
import { useOrganization } from "../../api/organization.ts";
import { answerKey, useAnswer } from "../../api/use-answer.ts";
import { useChange } from "../../api/use-change.ts";
import { AskForm } from "../../components/ask-form.tsx";
import { useOfferUndo } from "../../components/offer-undo.tsx";
import { readValue, writeValue } from "./attribute-value.ts";
import { personName } from "./person-name.ts";

interface Props {
  readonly person: DirectoryUserDetails;
  /** The attribute whose value is changed; null lets choose one that has none; undefined shows nothing. */
  readonly attribute: string | null | undefined;
  readonly onClose: () => void;
}

const stale = ["directory-users"];

/** Changes a value that no source gives. */
export function ChangeValue({ person, attribute, onClose }: Props) {
  return (
    <Modal
      opened={attribute !== undefined}
      onClose={onClose}
      title={attribute === null ? "Add a value by hand" : "Change a value by hand"}
    >
      {attribute !== undefined && <ValueForm person={person} attribute={attribute} onClose={onClose} />}
    </Modal>
  );
}

function ValueForm({ person, attribute, onClose }: Props & { readonly attribute: string | null }) {
  const { id: organizationId } = useOrganization();
  const before = person.provenance.find((one) => one.attribute === attribute);
  const [name, setName] = useState(attribute);
  const [typed, setTyped] = useState(before === undefined ? "" : writeValue(before.value));
  const known = useAnswer(directoryAttributeRoutes.listDirectoryAttributes, { params: { organizationId } });
  const attributes = (known.data?.users ?? []).filter((one) => one.name !== "active");
  const free = attributes.filter((one) => !person.provenance.some((given) => given.attribute === one.name));
  const chosen = attributes.find((one) => one.name === name);
  const offerUndo = useOfferUndo();
  const params = { organizationId, directoryUserId: person.id };
  const change = useChange(directoryUserRoutes.changeDirectoryUser, {
    stale,
    onDone: (_, { body }) => {
      onClose();
      const changed = Object.keys(body.attributes);
      const values = changed.map((one) => [one, person.attributes[one] ?? null]);
      offerUndo({
        says: (
          <>
            {chosen?.label ?? changed.join()} of <bdi>{personName(person)}</bdi> is changed.
          </>
        ),
        stale,
        undo: async () => {
          await client.call(directoryUserRoutes.changeDirectoryUser, {
            params,
            body: { attributes: Object.fromEntries(values) },
          });
          return undefined;
        },
        before: { queryKey: answerKey(directoryUserRoutes.getDirectoryUser, { params }), answer: person },
      });
    },
  });
  return (
    <AskForm
      verb="Save"
      change={{ isPending: change.isPending, error: change.error ?? known.error }}
      ready={chosen !== undefined && (attribute !== null || typed.trim() !== "")}
      onSubmit={() => {
        if (chosen === undefined) return;
        const value = typed.trim() === "" ? null : readValue(chosen, typed);
        change.mutate({ params, body: { attributes: { [chosen.name]: value } } });
      }}
      onClose={onClose}
    >
      {attribute === null && (
        <Select
          label="Attribute"
          placeholder="Choose"
          searchable
          data={free.map((one) => ({ value: one.name, label: one.label }))}
          value={name}
          onChange={setName}
          data-autofocus
        />
      )}
      <TextInput
        label={attribute === null ? "Value" : (chosen?.label ?? attribute)}
        description={
          chosen?.multiValued === true
            ? "Several values with ; between. Empty takes the value away."
            : attribute === null
              ? undefined
              : "Empty takes the value away."
        }
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        autoComplete="off"
        data-autofocus={attribute === null ? undefined : true}
      />
    </AskForm>
  );
}
