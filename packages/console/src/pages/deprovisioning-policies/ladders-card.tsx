import { Button, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import {
  deprovisioningPolicyRoutes,
  type Ladder,
  type LaddersNow,
} from "@rollcall/admin-api/deprovisioning-policies.ts";
import { IconPlus } from "@tabler/icons-react";
import { useSourceApplication } from "../../api/source-application.ts";
import { useMayChange } from "../../api/session.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { useChange } from "../../api/use-change.ts";
import { Card } from "../../components/card.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { LadderRow } from "./ladder-row.tsx";
import classes from "./ladders-card.module.css";

interface Props {
  readonly ladders: readonly Ladder[];
  /** What is saved: applying it to those who left before is offered only then. */
  readonly saved: boolean;
  readonly onChange: (ladders: readonly Ladder[]) => void;
}

const restMilliseconds = 300;

/** What becomes of leavers by and by: which of them, which step after how many days, and what that means now. */
export function LaddersCard({ ladders, saved, onChange }: Props) {
  const { id } = useSourceApplication();
  const mayChange = useMayChange();
  const params = { sourceApplicationId: id };
  const [rested] = useDebouncedValue(ladders, restMilliseconds);
  const preview = useAnswer(
    deprovisioningPolicyRoutes.previewLadders,
    { params, body: { ladders: [...rested] } },
    { keepPrevious: true, enabled: rested.every(isComplete) },
  );
  const apply = useChange(deprovisioningPolicyRoutes.applyLadders, {
    onDone: ({ applied }) =>
      notifications.show({
        message: `${people(applied)} ${applied === 1 ? "is" : "are"} on a ladder; the days count from today`,
      }),
  });
  const sentences = new Map(preview.data?.sentences.map(({ ladder, says }) => [ladder, says]));
  const waiting = preview.data?.gone.filter(({ ladder, people: count }) => ladder !== null && count > 0) ?? [];
  return (
    <Card
      title="By and by"
      lead="What becomes of somebody after they left. Days count from the day the source deactivated or deleted them; the first line that takes a person counts. Whoever comes back gets everything back that is still there."
      actions={
        mayChange && (
          <Button
            variant="default"
            leftSection={<IconPlus size={14} />}
            onClick={() => onChange(withNewLadder(ladders))}
          >
            Add a ladder
          </Button>
        )
      }
    >
      <Stack gap="md">
        {ladders.length === 0 && (
          <Text size="sm" c="dimmed">
            Nothing: whoever is disabled stays disabled, and whoever is in the recycle bin stays there, until somebody
            decides.
          </Text>
        )}
        {ladders.length > 0 && (
          <ol className={classes.ladders} aria-label="Ladders">
            {ladders.map((ladder, index) => (
              <LadderRow
                // What stands at a place is edited there: rows have no id of their own.
                // biome-ignore lint/suspicious/noArrayIndexKey: the place is what it is
                key={index}
                ladder={ladder}
                says={sentences.get(ladder.name)}
                mayChange={mayChange}
                onChange={(changed) => onChange(ladders.map((one, place) => (place === index ? changed : one)))}
                onRemove={() => onChange(ladders.filter((_, place) => place !== index))}
              />
            ))}
          </ol>
        )}
        <Refusal error={preview.error ?? apply.error} />
        {preview.data !== undefined && <Now now={preview.data} />}
        {saved && mayChange && waiting.length > 0 && (
          <Button
            variant="default"
            className={classes.apply}
            loading={apply.isPending}
            onClick={() => apply.mutate({ params })}
          >
            Put {people(waiting.reduce((sum, { people: count }) => sum + count, 0))} who left before on it
          </Button>
        )}
      </Stack>
    </Card>
  );
}

/** What the ladders mean for the people who are there now, in a sentence or two. */
function Now({ now: { leaving, gone, more } }: { readonly now: LaddersNow }) {
  const on = leaving.groups + leaving.bin + leaving.erase;
  const left = gone.filter(({ people: count }) => count > 0);
  const total = left.reduce((sum, { people: count }) => sum + count, 0);
  if (on + total === 0) return null;
  const next = [
    leaving.groups > 0 && `${leaving.groups.toLocaleString("en")} out of their groups`,
    leaving.bin > 0 && `${leaving.bin.toLocaleString("en")} to the bin`,
    leaving.erase > 0 && `${leaving.erase.toLocaleString("en")} to being erased`,
  ].filter((part) => part !== false);
  const by = left.map(
    ({ ladder, people: count }) =>
      `${count.toLocaleString("en")} would go down ${ladder === null ? "none" : `“${ladder}”`}`,
  );
  return (
    <Text size="sm" aria-live="polite">
      {on > 0 &&
        `${people(on)} ${on === 1 ? "is" : "are"} on a ladder now: next come ${next.join(", ")}. Saving changes none of their dates. `}
      {total > 0 &&
        `${people(total)}${more ? " or more" : ""} left before and ${total === 1 ? "is" : "are"} on none: ${by.join(", ")}.`}
    </Text>
  );
}

function people(count: number): string {
  return count === 1 ? "1 person" : `${count.toLocaleString("en")} people`;
}

/** Says whether everything that a ladder needs was said: a preview of half a condition is a refusal. */
function isComplete({ name, when, groupsAfterDays, binAfterDays, eraseAfterDays }: Ladder): boolean {
  const condition = when === null || (when.kind === "group" ? when.directoryGroupId : when.value.trim()) !== "";
  return name.trim() !== "" && condition && (groupsAfterDays ?? binAfterDays ?? eraseAfterDays) !== null;
}

/** The ladders with another one: that for everybody, else one with a condition before it. */
function withNewLadder(ladders: readonly Ladder[]): readonly Ladder[] {
  const names = new Set(ladders.map(({ name }) => name));
  const days = { groupsAfterDays: 7, binAfterDays: 30, eraseAfterDays: null };
  const last = ladders.findIndex(({ when }) => when === null);
  if (last === -1) return [...ladders, { name: "Everybody", when: null, ...days }];
  let count = ladders.length + 1;
  while (names.has(`Ladder ${count}`)) count += 1;
  const when = { kind: "attribute" as const, attribute: "department", value: "" };
  return ladders.toSpliced(last, 0, { name: `Ladder ${count}`, when, ...days });
}
