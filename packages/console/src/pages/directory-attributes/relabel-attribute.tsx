import { TextInput } from "@mantine/core";
import { type DirectoryAttribute, directoryAttributeRoutes } from "@rollcall/admin-api/directory-attributes.ts";
import { useState } from "react";
import { useOrganization } from "../../api/organization.ts";
import { useChange } from "../../api/use-change.ts";
import { AskForm } from "../../components/ask-form.tsx";

interface Props {
  readonly attribute: DirectoryAttribute;
  readonly onClose: () => void;
}

/** Gives a custom attribute another label; its name stays, so that programs and mappings go on. */
export function RelabelAttribute({ attribute, onClose }: Props) {
  const { id } = useOrganization();
  const [label, setLabel] = useState(attribute.label);
  const change = useChange(directoryAttributeRoutes.changeDirectoryAttribute, { onDone: onClose });
  const params = { organizationId: id, directoryAttributeName: attribute.name };
  return (
    <AskForm
      verb="Change label"
      change={change}
      ready={label.trim() !== "" && label !== attribute.label}
      onSubmit={() => change.mutate({ params, body: { label: label.trim() } })}
      onClose={onClose}
    >
      <TextInput
        label="Label"
        description={
          <>
            The name <code>{attribute.name}</code> stays, so that programs and mappings go on.
          </>
        }
        maxLength={200}
        data-autofocus
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
    </AskForm>
  );
}
