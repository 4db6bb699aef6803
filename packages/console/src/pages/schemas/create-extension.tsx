import { ActionIcon, Button, Checkbox, Group, Select, Text, TextInput } from "@mantine/core";
import type { SchemaDocument } from "@rollcall/admin-api/schemas.ts";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { AskForm } from "../../components/ask-form.tsx";
import classes from "./schemas.module.css";
import { useExtensionChange } from "./use-extensions.ts";

const types = [
  { value: "string", label: "Text" },
  { value: "boolean", label: "Yes or no" },
  { value: "integer", label: "Whole number" },
  { value: "decimal", label: "Number" },
  { value: "dateTime", label: "Date and time" },
  { value: "reference", label: "Reference (URI)" },
  { value: "binary", label: "Binary (base64)" },
] as const;

interface Row {
  readonly key: number;
  readonly name: string;
  readonly type: (typeof types)[number]["value"];
  readonly multiValued: boolean;
  readonly required: boolean;
}

const emptyRow = (key: number): Row => ({ key, name: "", type: "string", multiValued: false, required: false });

/** Describes an extension with its attributes, and says who carries it. */
export function CreateExtension({ onDone }: { readonly onDone: () => void }) {
  const [name, setName] = useState("");
  const [urn, setUrn] = useState("");
  const [carriers, setCarriers] = useState<string[]>(["User"]);
  const [rows, setRows] = useState<readonly Row[]>([emptyRow(0)]);
  const create = useExtensionChange(onDone);
  const named = rows.filter((row) => row.name.trim() !== "");
  const change = (key: number, part: Partial<Row>) =>
    setRows((before) => before.map((row) => (row.key === key ? { ...row, ...part } : row)));
  return (
    <AskForm
      verb="Create extension"
      change={create}
      ready={name.trim() !== "" && urn.trim() !== "" && named.length > 0}
      onSubmit={() => {
        const attributes = named.map(({ key: _key, ...attribute }) => ({
          ...attribute,
          name: attribute.name.trim(),
        })) satisfies SchemaDocument["attributes"];
        create.mutate({ what: "create", schema: { id: urn.trim(), name: name.trim(), attributes }, carriers });
      }}
      onClose={onDone}
    >
      <TextInput
        label="Name"
        placeholder="Badge"
        maxLength={100}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label="URN"
        description="As the source sends it: the key that holds these attributes."
        placeholder="urn:example:params:scim:schemas:extension:badge:1.0:User"
        maxLength={200}
        classNames={{ input: "mono" }}
        spellCheck={false}
        value={urn}
        onChange={(event) => setUrn(event.currentTarget.value)}
      />
      <Checkbox.Group label="Carried by" value={carriers} onChange={setCarriers}>
        <Group gap="md" mt={4}>
          <Checkbox value="User" label="User" />
          <Checkbox value="Group" label="Group" />
        </Group>
      </Checkbox.Group>
      <fieldset className={classes.rows}>
        <legend>Attributes</legend>
        {rows.map((row, index) => (
          <div key={row.key} className={classes.row}>
            <TextInput
              size="xs"
              aria-label={`Name of attribute ${index + 1}`}
              placeholder="badgeNumber"
              maxLength={100}
              spellCheck={false}
              classNames={{ input: "mono" }}
              value={row.name}
              onChange={(event) => change(row.key, { name: event.currentTarget.value })}
            />
            <Select
              size="xs"
              aria-label={`Type of attribute ${index + 1}`}
              allowDeselect={false}
              data={types}
              value={row.type}
              onChange={(type) => change(row.key, { type: type ?? "string" })}
            />
            <Checkbox
              size="xs"
              label="Several"
              checked={row.multiValued}
              onChange={(event) => change(row.key, { multiValued: event.currentTarget.checked })}
            />
            <Checkbox
              size="xs"
              label="Required"
              checked={row.required}
              onChange={(event) => change(row.key, { required: event.currentTarget.checked })}
            />
            <ActionIcon
              aria-label={`Remove attribute ${index + 1}`}
              disabled={rows.length === 1}
              onClick={() => setRows((before) => before.filter(({ key }) => key !== row.key))}
            >
              <IconX size={14} stroke={1.5} />
            </ActionIcon>
          </div>
        ))}
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={14} />}
          onClick={() => setRows((before) => [...before, emptyRow((before.at(-1)?.key ?? 0) + 1)])}
        >
          Add attribute
        </Button>
      </fieldset>
      <Text size="xs" c="dimmed">
        A value of another type is refused from the next request on. Attributes with parts, and other characteristics,
        are defined by the admin API.
      </Text>
    </AskForm>
  );
}
