import { Button, Group, Stack, TextInput } from "@mantine/core";
import { type DirectoryAttribute, directoryAttributeRoutes } from "@rollcall/admin-api/directory-attributes.ts";
import { useState } from "react";
import { useOrganization } from "../../api/organization.ts";
import { useChange } from "../../api/use-change.ts";
import { Refusal } from "../../components/refusal.tsx";

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
    <form
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate({ params, body: { label: label.trim() } });
      }}
    >
      <Stack gap="sm">
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
        <Refusal error={change.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={change.isPending} disabled={label.trim() === "" || label === attribute.label}>
            Change label
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
