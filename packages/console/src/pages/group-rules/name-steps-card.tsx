import { ActionIcon, Button, Select, Stack, Text, TextInput } from "@mantine/core";
import type { NameStep } from "@rollcall/admin-api/group-rules.ts";
import { IconArrowDown, IconArrowUp, IconX } from "@tabler/icons-react";
import { Card } from "../../components/card.tsx";
import classes from "./group-rules.module.css";

const changes = [
  { value: "removePrefix", label: "remove at the beginning" },
  { value: "removeSuffix", label: "remove at the end" },
  { value: "addPrefix", label: "put before it" },
  { value: "addSuffix", label: "put behind it" },
  { value: "replace", label: "replace everywhere" },
] as const;

const most = 20;

interface Props {
  readonly steps: readonly NameStep[];
  readonly mayChange: boolean;
  readonly onChange: (steps: NameStep[]) => void;
}

/** What groups are called in the directory: steps, in order. */
export function NameStepsCard({ steps, mayChange, onChange }: Props) {
  const put = (place: number, step: NameStep) => onChange(steps.map((one, at) => (at === place ? step : one)));
  const move = (place: number, to: number) => {
    const [step] = steps.slice(place, place + 1);
    const rest = steps.filter((_, at) => at !== place);
    if (step !== undefined) onChange(rest.toSpliced(to, 0, step));
  };
  return (
    <Card
      title="What groups are called"
      lead="In the directory only, one step after the other. A step that would leave no name does nothing."
    >
      <Stack gap="sm" align="flex-start">
        {steps.length === 0 && <Text size="sm">Groups keep the names that the mapping gives them.</Text>}
        <ol className={classes.rules} aria-label="What groups are called" style={{ width: "100%" }}>
          {steps.map((step, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
            <li key={place} className={`${classes.rule} ${classes.step}`} aria-label={`Step ${place + 1}`}>
              <Select
                aria-label={`What step ${place + 1} does`}
                data={[...changes]}
                value={step.change}
                onChange={(change) =>
                  change !== null &&
                  put(place, change === "replace" ? { ...step, change, by: "" } : { change, text: step.text })
                }
                disabled={!mayChange}
                allowDeselect={false}
              />
              <TextInput
                aria-label={`Text of step ${place + 1}`}
                value={step.text}
                maxLength={200}
                onChange={(event) => put(place, { ...step, text: event.currentTarget.value })}
                disabled={!mayChange}
              />
              {step.change === "replace" ? (
                <TextInput
                  aria-label={`What stands in its place in step ${place + 1}`}
                  placeholder="by nothing"
                  value={step.by ?? ""}
                  maxLength={200}
                  onChange={(event) => put(place, { ...step, by: event.currentTarget.value })}
                  disabled={!mayChange}
                />
              ) : (
                <span />
              )}
              {mayChange && (
                <span className={classes.moves}>
                  <ActionIcon
                    aria-label={`Move step ${place + 1} up`}
                    disabled={place === 0}
                    onClick={() => move(place, place - 1)}
                  >
                    <IconArrowUp size={14} stroke={1.5} />
                  </ActionIcon>
                  <ActionIcon
                    aria-label={`Move step ${place + 1} down`}
                    disabled={place === steps.length - 1}
                    onClick={() => move(place, place + 1)}
                  >
                    <IconArrowDown size={14} stroke={1.5} />
                  </ActionIcon>
                  <ActionIcon
                    aria-label={`Remove step ${place + 1}`}
                    onClick={() => onChange(steps.filter((_, at) => at !== place))}
                  >
                    <IconX size={14} stroke={1.5} />
                  </ActionIcon>
                </span>
              )}
            </li>
          ))}
        </ol>
        {mayChange && (
          <Button
            variant="default"
            disabled={steps.length >= most}
            onClick={() => onChange([...steps, { change: "removePrefix", text: "" }])}
          >
            Add a step
          </Button>
        )}
      </Stack>
    </Card>
  );
}
