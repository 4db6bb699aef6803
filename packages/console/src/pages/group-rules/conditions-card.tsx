import { ActionIcon, Button, Select, Stack, Text, TextInput } from "@mantine/core";
import type { GroupCondition } from "@rollcall/admin-api/group-rules.ts";
import { IconX } from "@tabler/icons-react";
import { Card } from "../../components/card.tsx";
import classes from "./group-rules.module.css";

const attributes = [
  { value: "displayName", label: "displayName" },
  { value: "externalId", label: "externalId" },
] as const;

const compares = [
  { value: "equals", label: "equals" },
  { value: "startsWith", label: "begins with" },
  { value: "endsWith", label: "ends with" },
  { value: "contains", label: "contains" },
] as const;

const most = 50;

interface Props {
  readonly title: string;
  readonly lead: string;
  /** What one of them is called: *condition to come in*. */
  readonly noun: string;
  readonly conditions: readonly GroupCondition[];
  readonly mayChange: boolean;
  readonly onChange: (conditions: GroupCondition[]) => void;
}

/** Conditions of which one has to fit a group. */
export function ConditionsCard({ title, lead, noun, conditions, mayChange, onChange }: Props) {
  const change = (place: number, part: Partial<GroupCondition>) =>
    onChange(conditions.map((one, at) => (at === place ? { ...one, ...part } : one)));
  return (
    <Card title={title} lead={lead}>
      <Stack gap="sm" align="flex-start">
        {conditions.length === 0 && <Text size="sm">None.</Text>}
        <ul className={classes.rules} aria-label={title} style={{ width: "100%" }}>
          {conditions.map((condition, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a condition is its place
            <li key={place} className={classes.rule} aria-label={`${title} ${place + 1}`}>
              <Select
                aria-label={`Attribute of ${noun} ${place + 1}`}
                data={[...attributes]}
                value={condition.attribute}
                onChange={(attribute) => attribute !== null && change(place, { attribute })}
                disabled={!mayChange}
                allowDeselect={false}
              />
              <Select
                aria-label={`Comparison of ${noun} ${place + 1}`}
                data={[...compares]}
                value={condition.compare}
                onChange={(compare) => compare !== null && change(place, { compare })}
                disabled={!mayChange}
                allowDeselect={false}
              />
              <TextInput
                aria-label={`Text of ${noun} ${place + 1}`}
                value={condition.text}
                maxLength={200}
                onChange={(event) => change(place, { text: event.currentTarget.value })}
                disabled={!mayChange}
              />
              {mayChange && (
                <span className={classes.moves}>
                  <ActionIcon
                    aria-label={`Remove ${noun} ${place + 1}`}
                    onClick={() => onChange(conditions.filter((_, at) => at !== place))}
                  >
                    <IconX size={14} stroke={1.5} />
                  </ActionIcon>
                </span>
              )}
            </li>
          ))}
        </ul>
        {mayChange && (
          <Button
            variant="default"
            disabled={conditions.length >= most}
            onClick={() => onChange([...conditions, { attribute: "displayName", compare: "startsWith", text: "" }])}
          >
            Add a {noun}
          </Button>
        )}
      </Stack>
    </Card>
  );
}
