import { Checkbox, Select, TextInput } from "@mantine/core";
import { type DirectoryAttribute, directoryAttributeRoutes } from "@rollcall/admin-api/directory-attributes.ts";
import { useState } from "react";
import { useOrganization } from "../api/organization.ts";
import { useChange } from "../api/use-change.ts";
import { AskForm } from "./ask-form.tsx";
import { labelFromName, nameFromLabel } from "./name-from-label.ts";

type Type = DirectoryAttribute["type"];

interface Props {
  readonly onClose: () => void;
  /** Called with the name of what was made. */
  readonly onCreated?: (name: string) => void;
  /** What the attribute is to hold, where that is known: it can be changed. */
  readonly suggestion?: AttributeSuggestion | undefined;
}

export interface AttributeSuggestion {
  readonly name: string;
  readonly type: Type;
  readonly multiValued: boolean;
}

/** Makes a custom attribute; its name comes from its label until somebody types another. */
export function CreateAttribute({ onClose, onCreated, suggestion }: Props) {
  const { id } = useOrganization();
  const [label, setLabel] = useState(suggestion === undefined ? "" : labelFromName(suggestion.name));
  const [typedName, setTypedName] = useState(suggestion && nameFromLabel(suggestion.name));
  const [type, setType] = useState<Type>(suggestion?.type ?? "string");
  const [multiValued, setMultiValued] = useState(suggestion?.multiValued ?? false);
  const create = useChange(directoryAttributeRoutes.createDirectoryAttribute, {
    stale: ["directory-attributes"],
    onDone: (made) => (onCreated === undefined ? onClose() : onCreated(made.name)),
  });
  const name = typedName ?? nameFromLabel(label);
  return (
    <AskForm
      verb="Create attribute"
      change={create}
      ready={label.trim() !== "" && name !== ""}
      onSubmit={() =>
        create.mutate({ params: { organizationId: id }, body: { name, label: label.trim(), type, multiValued } })
      }
      onClose={onClose}
    >
      <TextInput
        label="Label"
        placeholder="Badge number"
        maxLength={200}
        data-autofocus
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <TextInput
        label="Name"
        description="For programs: a letter, then letters and digits. It stays as it is."
        placeholder="badgeNumber"
        maxLength={64}
        classNames={{ input: "mono" }}
        value={name}
        onChange={(event) => setTypedName(event.currentTarget.value)}
      />
      <Select
        label="Type"
        allowDeselect={false}
        value={type}
        onChange={(value) => setType(value ?? "string")}
        data={[
          { value: "string", label: "Text" },
          { value: "number", label: "Number" },
          { value: "boolean", label: "Yes or no" },
          { value: "dateTime", label: "Date and time" },
        ]}
      />
      <Checkbox
        label="A person may have several"
        checked={multiValued}
        onChange={(event) => setMultiValued(event.currentTarget.checked)}
      />
    </AskForm>
  );
}
