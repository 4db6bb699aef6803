import { Modal, Skeleton, Stack, Tabs, Text, TextInput, UnstyledButton } from "@mantine/core";
import { type ExpressionName, mappingRoutes } from "@rollcall/admin-api/mappings.ts";
import { useState } from "react";
import { useSourceApplication } from "../../api/source-application.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { Refusal } from "../../components/refusal.tsx";
import { typeInWords } from "./complete-expression.ts";
import classes from "./mapping.module.css";
import type { SectionName } from "./mapping-draft.ts";

interface Props {
  readonly section: SectionName;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onChoose: (name: string) => void;
}

/** What an expression can use: chosen, it is put where the cursor stands. */
export function ExpressionNames({ section, opened, onClose, onChoose }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title="Attributes and functions" size="lg">
      {opened && <Names section={section} onChoose={onChoose} />}
    </Modal>
  );
}

function Names({ section, onChoose }: Pick<Props, "section" | "onChoose">) {
  const { id } = useSourceApplication();
  const [sought, setSought] = useState("");
  const names = useAnswer(mappingRoutes.listExpressionNames, {
    params: { sourceApplicationId: id },
    query: { resourceType: section === "users" ? "User" : "Group" },
  });
  const matching = (all: readonly ExpressionName[] = []) => {
    const word = sought.trim().toLowerCase();
    return all.filter(({ name, description }) => `${name} ${description}`.toLowerCase().includes(word));
  };
  const tab = (label: string, all: readonly ExpressionName[] | undefined, textOf: (name: string) => string) => (
    <Tabs.Panel value={label} pt="sm">
      <ul className={classes.nameList}>
        {matching(all).map(({ name, type, description }) => (
          <li key={name}>
            <UnstyledButton className={classes.name} onClick={() => onChoose(textOf(name))}>
              <code>{name}</code>
              <span className={classes.nameType}>{typeInWords(type)}</span>
              <span className={classes.nameWords}>{description}</span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {all !== undefined && matching(all).length === 0 && (
        <Text size="sm" c="dimmed">
          None has “{sought}” in its name or description.
        </Text>
      )}
    </Tabs.Panel>
  );
  return (
    <Stack gap="sm">
      <TextInput
        size="xs"
        aria-label="Search attributes and functions"
        placeholder="Search"
        value={sought}
        onChange={(event) => setSought(event.currentTarget.value)}
        data-autofocus
      />
      {names.error !== null && <Refusal error={names.error} />}
      {names.isPending && <Skeleton height={120} aria-label="Loading" />}
      <Tabs defaultValue="Functions">
        <Tabs.List>
          <Tabs.Tab value="Functions">Functions</Tabs.Tab>
          <Tabs.Tab value="Attributes">Attributes</Tabs.Tab>
        </Tabs.List>
        {tab("Functions", names.data?.functions, (name) => name.slice(0, name.indexOf("(") + 1))}
        {tab("Attributes", names.data?.attributes, (name) => name)}
      </Tabs>
      <Text size="xs" c="dimmed">
        An expression is CEL. What it reads and did not arrive makes it give nothing, unless default(…) or coalesce(…)
        says what then; a condition that asks for it does not hold. CEL’s own has, size, string, contains, startsWith,
        map, filter and exists work too.
      </Text>
    </Stack>
  );
}
