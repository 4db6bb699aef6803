import { ActionIcon, MultiSelect, Select } from "@mantine/core";
import type { Precedence } from "@rollcall/admin-api/precedences.ts";
import { IconX } from "@tabler/icons-react";
import { useApplications } from "../../api/application-names.ts";
import classes from "./several-sources.module.css";

/** The precedence of one attribute while it is edited. */
export interface EditedPrecedence {
  readonly attribute: string;
  readonly sourceApplicationIds: readonly string[];
}

interface Props {
  readonly row: EditedPrecedence;
  /** Those that it may be about. */
  readonly attributes: Precedence["attributes"];
  readonly mayChange: boolean;
  readonly onChange: (row: EditedPrecedence) => void;
  readonly onRemove: () => void;
}

/** An attribute, and the applications that come first for it, in the order in which they were chosen. */
export function PrecedenceRow({ row, attributes, mayChange, onChange, onRemove }: Props) {
  const applications = useApplications();
  const { attribute, sourceApplicationIds } = row;
  const label = attributes.find(({ name }) => name === attribute)?.label ?? attribute;
  const known = new Map(applications.map(({ id, displayName }) => [id, displayName]));
  const data = applications.map(({ id, displayName }) => ({ value: id, label: displayName }));
  // One that was deleted stays until somebody takes it away.
  for (const id of sourceApplicationIds) if (!known.has(id)) data.push({ value: id, label: "a deleted application" });
  return (
    <li className={classes.row} aria-label={label}>
      <Select
        aria-label="Attribute"
        data={attributes.map(({ name, label: text }) => ({ value: name, label: text }))}
        value={attribute}
        onChange={(name) => name !== null && onChange({ ...row, attribute: name })}
        disabled={!mayChange}
        allowDeselect={false}
        searchable
      />
      <MultiSelect
        className={classes.chosen ?? ""}
        aria-label={`Applications that come first for ${label}, in this order`}
        placeholder={sourceApplicationIds.length === 0 ? "Choose in their order" : ""}
        data={data}
        value={[...sourceApplicationIds]}
        onChange={(ids) => onChange({ ...row, sourceApplicationIds: ids })}
        disabled={!mayChange}
        maxValues={50}
      />
      {mayChange && (
        <ActionIcon aria-label={`Remove the precedence of ${label}`} onClick={onRemove}>
          <IconX size={14} stroke={1.5} />
        </ActionIcon>
      )}
    </li>
  );
}
