import { ActionIcon, Button, Group, Modal, Radio, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCode, IconLetterT, IconListTree } from "@tabler/icons-react";
import type { DraftManner, DraftRow, SourceKind } from "./mapping-draft.ts";

const kinds = {
  paths: { words: "Attribute paths", more: "The first that has a value", Icon: IconListTree },
  constant: { words: "Constant", more: "The same value for everybody", Icon: IconLetterT },
  expression: { words: "Expression", more: "Computed from what arrives", Icon: IconCode },
} as const satisfies Record<SourceKind, unknown>;

const applications = {
  always: { words: "Always", more: "The directory follows the source" },
  whenCreating: { words: "Only when creating", more: "For somebody whom this source creates" },
  neverOverwrite: { words: "Never overwrite", more: "Only where the directory has no value" },
} as const satisfies Record<DraftManner["apply"], unknown>;

const missing = {
  clear: { words: "Clear", more: "The value goes with it" },
  keep: { words: "Keep", more: "What came last stays" },
  default: { words: "Use a default", more: "Another value stands for it" },
} as const satisfies Record<DraftManner["whenMissing"], unknown>;

const several = {
  first: { words: "The first one wins", more: "The owner’s list, else another’s" },
  merge: { words: "Merge", more: "All that merge are put together" },
};

interface Props {
  readonly named: string;
  readonly row: DraftRow;
  /** The attribute can have several values. */
  readonly multiValued: boolean;
  readonly onChange: (part: Partial<DraftRow>) => void;
}

/** Chooses what a row takes its value from, and how it applies. */
export function RuleSettings({ named, row, multiValued, onChange }: Props) {
  const { Icon, words } = kinds[row.kind];
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <ActionIcon
        aria-label={`Source of ${named}: ${words}`}
        title={`Filled from: ${words}`}
        aria-haspopup="dialog"
        onClick={open}
      >
        <Icon size={14} stroke={1.5} />
      </ActionIcon>
      <Modal opened={opened} onClose={close} title={`Rule of ${named}`}>
        <Stack gap="md">
          <Choices label="Filled from" choices={kinds} value={row.kind} onChange={(kind) => onChange({ kind })} />
          {/* The status follows the source, whatever else does. */}
          {row.attribute !== "active" && (
            <>
              <Choices
                label="Applies"
                choices={applications}
                value={row.apply}
                onChange={(apply) => onChange({ apply })}
              />
              <Choices
                label="When nothing arrives"
                choices={missing}
                value={row.whenMissing}
                onChange={(whenMissing) => onChange({ whenMissing })}
              />
            </>
          )}
          {multiValued && (
            <Choices
              label="With other sources"
              choices={several}
              value={row.merge ? "merge" : "first"}
              onChange={(chosen) => onChange({ merge: chosen === "merge" })}
            />
          )}
          <Group justify="flex-end">
            <Button onClick={close}>Done</Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

interface ChoicesProps<Value extends string> {
  readonly label: string;
  readonly choices: Readonly<Record<Value, { readonly words: string; readonly more: string }>>;
  readonly value: Value;
  readonly onChange: (chosen: Value) => void;
}

function Choices<Value extends string>({ label, choices, value, onChange }: ChoicesProps<Value>) {
  return (
    <Radio.Group size="xs" label={label} value={value} onChange={onChange}>
      <Stack gap={6} mt={6}>
        {(Object.keys(choices) as Value[]).map((one) => (
          <Radio key={one} size="xs" value={one} label={choices[one].words} description={choices[one].more} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

/** How a row applies where that is not as usual, in words; empty where it is. */
export function mannerInWords({ apply, whenMissing, merge }: DraftManner): string {
  return [
    apply === "always" ? "" : applications[apply].words,
    whenMissing === "keep" ? "kept when nothing arrives" : "",
    merge ? "merged with other sources" : "",
  ]
    .filter((part) => part !== "")
    .join(" · ");
}
