import { ActionIcon, Button, Group, Select, Skeleton, Stack, Text } from "@mantine/core";
import { type MatchRule, type MatchRules, matchRuleRoutes } from "@rollcall/admin-api/match-rules.ts";
import { IconArrowDown, IconArrowUp, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useSourceApplication } from "../../api/source-application.ts";
import { useMayChange } from "../../api/session.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { useChange } from "../../api/use-change.ts";
import { Card } from "../../components/card.tsx";
import { Refusal } from "../../components/refusal.tsx";
import classes from "./linking.module.css";

const compares = [
  { value: "ignoreCase", label: "is equal, case ignored" },
  { value: "exact", label: "is exactly equal" },
] as const;

const thens = [
  { value: "link", label: "link to that person" },
  { value: "ask", label: "ask: a conflict" },
  { value: "refuse", label: "refuse the user (409)" },
] as const;

/** By what the source's people are found in the directory, and what is done then; the first rule that finds somebody decides. */
export function MatchRulesCard() {
  const { id } = useSourceApplication();
  const mayChange = useMayChange();
  const [edited, setEdited] = useState<readonly MatchRule[]>();
  const params = { sourceApplicationId: id };
  const found = useAnswer(matchRuleRoutes.getMatchRules, { params });
  const save = useChange(matchRuleRoutes.putMatchRules, {
    stale: ["match-rules"],
    onDone: () => setEdited(undefined),
  });
  const rules = edited ?? found.data?.rules ?? [];
  const unused = found.data?.attributes.find(({ name }) => rules.every((rule) => rule.attribute !== name));
  return (
    <Card
      title="Match rules"
      lead="The first rule that finds somebody decides. Whoever has the user name or e-mail address otherwise is always a conflict."
    >
      <Refusal error={found.error ?? save.error} />
      {found.isPending && <Skeleton height={80} aria-label="Loading" />}
      {found.data !== undefined && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (edited !== undefined) save.mutate({ params, body: { rules: [...edited] } });
          }}
        >
          <Stack gap="sm">
            {rules.length === 0 && (
              <Text size="sm">No rule: nobody is linked, and whoever exists already is a conflict.</Text>
            )}
            <ol className={classes.rules} aria-label="Match rules">
              {rules.map((rule, index) => (
                <RuleRow
                  // biome-ignore lint/suspicious/noArrayIndexKey: a rule is its place
                  key={index}
                  rule={rule}
                  place={index}
                  count={rules.length}
                  attributes={found.data.attributes}
                  mayChange={mayChange}
                  onChange={(changed) => setEdited(rules.map((one, at) => (at === index ? changed : one)))}
                  onRemove={() => setEdited(rules.filter((_, at) => at !== index))}
                  onMove={(to) => setEdited(moved(rules, index, to))}
                />
              ))}
            </ol>
            <Text size="sm" c="dimmed">
              A rule links only where exactly one person is found, with an e-mail address in the application’s share of
              domains below; else it is a conflict. What is linked already stays.
            </Text>
            {mayChange && (
              <Group justify="space-between">
                <Button
                  variant="default"
                  disabled={unused === undefined || rules.length >= 10}
                  onClick={() =>
                    unused !== undefined &&
                    setEdited([...rules, { attribute: unused.name, compare: "ignoreCase", whenFound: "ask" }])
                  }
                >
                  Add a rule
                </Button>
                {edited !== undefined && (
                  <Group gap="xs">
                    <Button variant="default" onClick={() => setEdited(undefined)} disabled={save.isPending}>
                      Discard
                    </Button>
                    <Button type="submit" loading={save.isPending}>
                      Save match rules
                    </Button>
                  </Group>
                )}
              </Group>
            )}
          </Stack>
        </form>
      )}
    </Card>
  );
}

interface RowProps {
  readonly rule: MatchRule;
  readonly place: number;
  readonly count: number;
  readonly attributes: MatchRules["attributes"];
  readonly mayChange: boolean;
  readonly onChange: (rule: MatchRule) => void;
  readonly onRemove: () => void;
  readonly onMove: (to: number) => void;
}

function RuleRow({ rule, place, count, attributes, mayChange, onChange, onRemove, onMove }: RowProps) {
  const named = `rule ${place + 1}`;
  // An attribute that was deleted since finds nobody; it stays until somebody chooses another.
  const data = attributes.map(({ name, label }) => ({ value: name, label }));
  if (!attributes.some(({ name }) => name === rule.attribute))
    data.push({ value: rule.attribute, label: rule.attribute });
  return (
    <li className={classes.rule} aria-label={`Rule ${place + 1}`}>
      <span className={classes.place}>{place + 1}</span>
      <Select
        aria-label={`Attribute of ${named}`}
        data={data}
        value={rule.attribute}
        onChange={(attribute) => attribute !== null && onChange({ ...rule, attribute })}
        disabled={!mayChange}
        allowDeselect={false}
      />
      <Select
        aria-label={`Comparison of ${named}`}
        data={[...compares]}
        value={rule.compare}
        onChange={(compare) => compare !== null && onChange({ ...rule, compare })}
        disabled={!mayChange}
        allowDeselect={false}
      />
      <Select
        aria-label={`Decision of ${named}`}
        data={[...thens]}
        value={rule.whenFound}
        onChange={(whenFound) => whenFound !== null && onChange({ ...rule, whenFound })}
        disabled={!mayChange}
        allowDeselect={false}
      />
      {mayChange && (
        <span className={classes.moves}>
          <ActionIcon aria-label={`Move ${named} up`} disabled={place === 0} onClick={() => onMove(place - 1)}>
            <IconArrowUp size={14} stroke={1.5} />
          </ActionIcon>
          <ActionIcon
            aria-label={`Move ${named} down`}
            disabled={place === count - 1}
            onClick={() => onMove(place + 1)}
          >
            <IconArrowDown size={14} stroke={1.5} />
          </ActionIcon>
          <ActionIcon aria-label={`Remove ${named}`} onClick={onRemove}>
            <IconX size={14} stroke={1.5} />
          </ActionIcon>
        </span>
      )}
    </li>
  );
}

function moved(rules: readonly MatchRule[], from: number, to: number): MatchRule[] {
  const rest = rules.filter((_, at) => at !== from);
  const [rule] = rules.slice(from, from + 1);
  return rule === undefined ? [...rules] : rest.toSpliced(to, 0, rule);
}
