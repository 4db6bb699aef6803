import { ActionIcon, Button, Checkbox, Group, Menu, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { ResourceType } from "@rollcall/admin-api/resource-types.ts";
import type { SchemaDocument } from "@rollcall/admin-api/schemas.ts";
import { IconDots } from "@tabler/icons-react";
import { useMayChange } from "../../api/session.ts";
import { Card } from "../../components/card.tsx";
import { CopyValue } from "../../components/copy-value.tsx";
import { Refusal } from "../../components/refusal.tsx";
import classes from "./schemas.module.css";
import { useExtensionChange } from "./use-extensions.ts";

interface Props {
  readonly schema: SchemaDocument;
  readonly resourceTypes: readonly ResourceType[];
}

/** One schema of the application's own: where it is used, and its attributes. */
export function ExtensionCard({ schema, resourceTypes }: Props) {
  const mayChange = useMayChange();
  const [deleting, { open, close }] = useDisclosure(false);
  const carry = useExtensionChange(() => undefined);
  const remove = useExtensionChange(close);
  const name = schema.name ?? schema.id;
  const base = resourceTypes.find((type) => type.schema === schema.id);
  const carriers = resourceTypes
    .filter(({ schemaExtensions }) => schemaExtensions.some((extension) => extension.schema === schema.id))
    .map((type) => type.name);
  return (
    <Card
      title={name}
      lead={
        <>
          {schema.description !== undefined && schema.description !== "" && <div>{schema.description}</div>}
          <CopyValue value={schema.id} label={`URN of ${name}`} />
        </>
      }
      actions={
        mayChange && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon aria-label={`More for ${name}`}>
                <IconDots size={16} stroke={1.5} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item color="red" onClick={open}>
                Delete…
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )
      }
    >
      <Stack gap="sm">
        {base === undefined ? (
          <Checkbox.Group
            label="Carried by"
            description={carriers.length === 0 ? "Nothing carries it: it is in force once a type does." : undefined}
            value={carriers}
            onChange={(chosen) => carry.mutate({ what: "carry", urn: schema.id, carriers: chosen })}
          >
            <Group gap="md" mt={4}>
              {resourceTypes.map((type) => (
                <Checkbox
                  key={type.name}
                  value={type.name}
                  label={type.name}
                  disabled={!mayChange || carry.isPending}
                />
              ))}
            </Group>
          </Checkbox.Group>
        ) : (
          <Text size="sm">
            The base schema of {base.name} at <code>{base.endpoint}</code>.
          </Text>
        )}
        <Refusal error={carry.error} />
        <ul className={classes.attributes} aria-label={`Attributes of ${name}`}>
          {schema.attributes.map((attribute) => (
            <li key={attribute.name}>
              <code>{attribute.name}</code>
              <span className={classes.quiet}>{wordsOf(attribute)}</span>
            </li>
          ))}
        </ul>
      </Stack>
      <Modal opened={deleting} onClose={close} title={`Delete ${name}?`}>
        <Stack gap="sm">
          <Text size="sm">
            What resources carry under <code>{schema.id}</code> stays, and is kept as it was sent from now on: nothing
            checks it, no filter finds it. Rules of the mapping go on reading what the source sends under this URN.
          </Text>
          <Refusal error={remove.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button
              color="red"
              loading={remove.isPending}
              onClick={() => remove.mutate({ what: "delete", urn: schema.id })}
            >
              Delete extension
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Card>
  );
}

type DocumentAttribute = SchemaDocument["attributes"][number];

/** What an attribute is, with what of it is unusual. */
function wordsOf(attribute: DocumentAttribute): string {
  const { type = "string", multiValued, required, mutability, returned, uniqueness, subAttributes = [] } = attribute;
  const words = [
    type,
    multiValued === true && "several",
    required === true && "required",
    mutability !== undefined && mutability !== "readWrite" && mutability,
    returned !== undefined && returned !== "default" && `returned: ${returned}`,
    uniqueness !== undefined && uniqueness !== "none" && `unique (${uniqueness})`,
    subAttributes.length > 0 && `with ${subAttributes.map(({ name }) => name).join(", ")}`,
    attribute.description !== undefined && attribute.description !== "" && attribute.description,
  ];
  return words.filter((word) => word !== false).join(" · ");
}
