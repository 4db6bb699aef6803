import { Button, Group, Modal, Select, Stack, Switch, TextInput } from "@mantine/core";
import { directoryAttributeRoutes } from "@rollcall/admin-api/directory-attributes.ts";
import { useState } from "react";
import { useOrganization } from "../../api/organization.ts";
import { useChange } from "../../api/use-change.ts";
import { Refusal } from "../../components/refusal.tsx";

interface Props {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onCreated: (name: string) => void;
}

const types = [
  { value: "string", label: "Text" },
  { value: "boolean", label: "Yes or no" },
  { value: "number", label: "Number" },
  { value: "dateTime", label: "Date and time" },
] as const;

/** Makes an attribute of the directory without leaving the mapping. */
export function CreateAttribute({ opened, onClose, onCreated }: Props) {
  const { id } = useOrganization();
  const [label, setLabel] = useState("");
  const [type, setType] = useState<(typeof types)[number]["value"]>("string");
  const [multiValued, setMultiValued] = useState(false);
  const create = useChange(directoryAttributeRoutes.createDirectoryAttribute, {
    stale: ["directory-attributes"],
    onDone: ({ name }) => {
      setLabel("");
      setMultiValued(false);
      onCreated(name);
    },
  });
  const name = nameOf(label);
  return (
    <Modal opened={opened} onClose={onClose} title="Create attribute">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name !== "")
            create.mutate({ params: { organizationId: id }, body: { name, label: label.trim(), type, multiValued } });
        }}
      >
        <Stack gap="sm">
          <TextInput
            label="Name"
            description={name === "" ? "As people read it: Badge number." : `In the API: ${name}`}
            value={label}
            onChange={(event) => setLabel(event.currentTarget.value)}
            maxLength={64}
            data-autofocus
          />
          <Select
            label="Holds"
            data={types}
            value={type}
            onChange={(chosen) => chosen !== null && setType(chosen)}
            allowDeselect={false}
          />
          <Switch
            label="Several values"
            checked={multiValued}
            onChange={(event) => setMultiValued(event.currentTarget.checked)}
          />
          <Refusal error={create.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending} disabled={name === ""}>
              Create attribute
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** *Badge number* is badgeNumber in the API. */
function nameOf(label: string): string {
  const words = label
    .normalize("NFKD")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "");
  const joined = words
    .map((word, index) => (index === 0 ? word[0]?.toLowerCase() : word[0]?.toUpperCase()) + word.slice(1))
    .join("");
  return /^[A-Za-z]/.test(joined) ? joined : joined === "" ? "" : `a${joined}`;
}
