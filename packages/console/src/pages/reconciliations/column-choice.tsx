import { Button, Group, Select, Text, TextInput } from "@mantine/core";
import type { ExportColumns } from "@rollcall/admin-api/reconciliations.ts";
import { useState } from "react";
import { clearButton, ownDirection } from "../../components/select-props.ts";
import classes from "./reconciliations.module.css";

type KeyAttribute = NonNullable<ExportColumns["key"]>["attribute"];

/** How a file is read, as somebody chose it. */
export interface Choice {
  readonly keyColumn: string | null;
  readonly keyAttribute: KeyAttribute | null;
  readonly statusColumn: string | null;
  /** Comma-separated; empty for the words that sources are known to write. */
  readonly activeValues: string;
}

export function choiceOf({ key, status }: ExportColumns): Choice {
  return {
    keyColumn: key?.column ?? null,
    keyAttribute: key?.attribute ?? null,
    statusColumn: status?.column ?? null,
    activeValues: status?.active?.join(", ") ?? "",
  };
}

export function queryOfChoice({ keyColumn, keyAttribute, statusColumn, activeValues }: Choice) {
  return {
    ...(keyColumn === null ? {} : { keyColumn }),
    ...(keyAttribute === null ? {} : { keyAttribute }),
    statusColumn: statusColumn ?? "",
    activeValues,
  };
}

const attributes: readonly { readonly value: KeyAttribute; readonly label: string }[] = [
  { value: "userName", label: "Username" },
  { value: "externalId", label: "externalId" },
  { value: "email", label: "Email" },
];

interface Props {
  readonly columns: ExportColumns;
  readonly choice: Choice;
  readonly onChange: (choice: Choice) => void;
  readonly disabled: boolean;
}

/** Says how a file will be read, and lets somebody say it better. */
export function ColumnChoice({ columns, choice, onChange, disabled }: Props) {
  const [changing, setChanging] = useState(columns.key === null);
  const names = columns.columns.map(({ name }) => name).filter((name) => name !== "");
  const samples = (column: string | null) =>
    columns.columns.find(({ name }) => name === column)?.samples.join(", ") ?? "";
  return (
    <div>
      <Text size="sm">
        {recognised(columns)} {inWords(choice)}
      </Text>
      {columns.compared.length > 0 && (
        <Text size="sm" c="dimmed">
          Compared beside it, where the source sends it: {columns.compared.map(({ label }) => label).join(", ")}.
        </Text>
      )}
      {!changing && (
        <Button variant="subtle" size="compact-sm" disabled={disabled} onClick={() => setChanging(true)}>
          Choose the columns
        </Button>
      )}
      {changing && (
        <Group align="flex-end" gap="sm" mt="xs" className={classes.choice}>
          <Select
            label="People are found by"
            description={samples(choice.keyColumn) || "A column of the file"}
            data={names}
            value={choice.keyColumn}
            searchable
            allowDeselect={false}
            disabled={disabled}
            onChange={(keyColumn) => onChange({ ...choice, keyColumn })}
            {...ownDirection}
          />
          <Select
            label="Which is here their"
            description="Of what the source sends"
            data={attributes}
            value={choice.keyAttribute}
            allowDeselect={false}
            disabled={disabled}
            onChange={(keyAttribute) => onChange({ ...choice, keyAttribute })}
          />
          <Select
            label="Status"
            description={samples(choice.statusColumn) || "None: everybody in it is active"}
            data={names}
            value={choice.statusColumn}
            searchable
            clearable
            clearButtonProps={clearButton("Status")}
            disabled={disabled}
            onChange={(statusColumn) => onChange({ ...choice, statusColumn })}
            {...ownDirection}
          />
          {choice.statusColumn !== null && (
            <TextInput
              label="Active means"
              description="All else is inactive"
              placeholder="The usual words"
              maxLength={1_000}
              value={choice.activeValues}
              disabled={disabled}
              onChange={(event) => onChange({ ...choice, activeValues: event.currentTarget.value })}
            />
          )}
        </Group>
      )}
    </div>
  );
}

function recognised({ exportOf, columns }: ExportColumns): string {
  if (exportOf === "okta") return "This is an export of Okta.";
  if (exportOf === "entra") return "This is an export of Microsoft Entra ID.";
  return `This file has ${columns.length === 1 ? "one column" : `${columns.length} columns`}.`;
}

function inWords({ keyColumn, statusColumn }: Choice): string {
  if (keyColumn === null) return "Choose the column that people are found by.";
  const status = statusColumn === null ? "everybody in it is active" : `“${statusColumn}” says who is active`;
  return `People are found by “${keyColumn}”, and ${status}.`;
}
