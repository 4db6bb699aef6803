import { ActionIcon, Group, NumberInput, Select, Text, TextInput } from "@mantine/core";
import type { Ladder, LadderCondition } from "@rollcall/admin-api/deprovisioning-policies.ts";
import { IconTrash } from "@tabler/icons-react";
import { useAttributeLabels } from "../../api/attribute-labels.ts";
import { GroupSelect } from "../../components/group-select.tsx";
import classes from "./ladders-card.module.css";

interface Props {
  readonly ladder: Ladder;
  /** The server's sentence of what it does. */
  readonly says: string | undefined;
  readonly mayChange: boolean;
  readonly onChange: (ladder: Ladder) => void;
  readonly onRemove: () => void;
}

const whom = [
  { value: "everybody", label: "Everybody else" },
  { value: "attribute", label: "People with a value" },
  { value: "group", label: "Members of a group" },
];
const steps = [
  { field: "groupsAfterDays", label: "Out of all groups after" },
  { field: "binAfterDays", label: "Recycle bin after" },
  { field: "eraseAfterDays", label: "Erased after" },
] as const;

/** One ladder: what it is called, whom it takes, and the days of its steps. */
export function LadderRow({ ladder, says, mayChange, onChange, onRemove }: Props) {
  return (
    <li className={classes.ladder} aria-label={ladder.name}>
      <Group gap="sm" align="flex-end">
        <TextInput
          label="Name"
          value={ladder.name}
          onChange={(event) => onChange({ ...ladder, name: event.currentTarget.value })}
          maxLength={200}
          disabled={!mayChange}
          w={160}
        />
        <Select
          label="Whom it takes"
          data={whom}
          value={ladder.when?.kind ?? "everybody"}
          onChange={(kind) => onChange({ ...ladder, when: conditionOf(kind) })}
          allowDeselect={false}
          disabled={!mayChange}
          w={180}
        />
        {ladder.when !== null && (
          <Condition when={ladder.when} mayChange={mayChange} onChange={(when) => onChange({ ...ladder, when })} />
        )}
        {mayChange && (
          <ActionIcon variant="subtle" size={30} aria-label={`Remove ${ladder.name}`} onClick={onRemove}>
            <IconTrash size={16} stroke={1.5} />
          </ActionIcon>
        )}
      </Group>
      <Group gap="sm" align="flex-end">
        {steps.map(({ field, label }) => (
          <NumberInput
            key={field}
            label={label}
            placeholder="Never"
            suffix=" days"
            value={ladder[field] ?? ""}
            onChange={(days) => onChange({ ...ladder, [field]: typeof days === "number" ? days : null })}
            min={0}
            max={3650}
            clampBehavior="strict"
            allowDecimal={false}
            disabled={!mayChange}
            w={170}
          />
        ))}
      </Group>
      {says !== undefined && (
        <Text size="sm" c="dimmed" aria-live="polite">
          {says}
        </Text>
      )}
    </li>
  );
}

interface ConditionProps {
  readonly when: LadderCondition;
  readonly mayChange: boolean;
  readonly onChange: (when: LadderCondition) => void;
}

function Condition({ when, mayChange, onChange }: ConditionProps) {
  const labels = useAttributeLabels("users");
  if (when.kind === "group") {
    return (
      <GroupSelect
        label="Group"
        value={when.directoryGroupId === "" ? undefined : when.directoryGroupId}
        onChange={(directoryGroupId) => onChange({ kind: "group", directoryGroupId: directoryGroupId ?? "" })}
      />
    );
  }
  return (
    <>
      <Select
        label="Attribute"
        data={[...labels].map(([value, label]) => ({ value, label }))}
        value={when.attribute}
        onChange={(attribute) => attribute !== null && onChange({ ...when, attribute })}
        allowDeselect={false}
        searchable
        disabled={!mayChange}
        w={170}
      />
      <TextInput
        label="Is"
        value={when.value}
        onChange={(event) => onChange({ ...when, value: event.currentTarget.value })}
        maxLength={200}
        disabled={!mayChange}
        w={150}
      />
    </>
  );
}

function conditionOf(kind: string | null): LadderCondition | null {
  if (kind === "group") return { kind: "group", directoryGroupId: "" };
  return kind === "attribute" ? { kind: "attribute", attribute: "department", value: "" } : null;
}
