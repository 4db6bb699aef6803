import { ActionIcon, Menu } from "@mantine/core";
import { IconCode, IconLetterT, IconListTree } from "@tabler/icons-react";
import type { SourceKind } from "./mapping-draft.ts";

const kinds = {
  paths: { words: "Attribute paths", more: "The first that has a value", Icon: IconListTree },
  constant: { words: "Constant", more: "The same value for everybody", Icon: IconLetterT },
  expression: { words: "Expression", more: "Computed from what arrives", Icon: IconCode },
} as const;
const order: readonly SourceKind[] = ["paths", "constant", "expression"];

interface Props {
  readonly named: string;
  readonly kind: SourceKind;
  readonly onChange: (kind: SourceKind) => void;
}

/** Chooses what a row takes its value from. */
export function SourceKindMenu({ named, kind, onChange }: Props) {
  const { Icon, words } = kinds[kind];
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <ActionIcon aria-label={`Source of ${named}: ${words}`} title={`Filled from: ${words}`}>
          <Icon size={14} stroke={1.5} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {order.map((one) => {
          const { Icon: Own, words: name, more } = kinds[one];
          return (
            <Menu.Item
              key={one}
              leftSection={<Own size={14} stroke={1.5} />}
              aria-current={one === kind}
              onClick={() => onChange(one)}
            >
              {name}
              <div style={{ color: "var(--mantine-color-dimmed)", fontSize: 12 }}>{more}</div>
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
