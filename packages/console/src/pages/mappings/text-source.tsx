import { TextInput } from "@mantine/core";
import { ExpressionField } from "./expression-field.tsx";
import classes from "./mapping.module.css";
import type { SectionName, SourceKind } from "./mapping-draft.ts";
import type { RowFindings } from "./use-mapping-check.ts";

interface Props {
  readonly kind: Exclude<SourceKind, "paths">;
  readonly named: string;
  readonly value: string;
  readonly onChange: (typed: string) => void;
  readonly section: SectionName;
  /** Whom values are shown for: *the latest user*. */
  readonly sampled: string;
  readonly findings: RowFindings | undefined;
  readonly readOnly: boolean;
}

/** A constant or an expression. */
export function TextSource({ kind, named, value, onChange, section, sampled, findings, readOnly }: Props) {
  const problem = findings?.problems.get(-1);
  const reason = findings?.reason;
  if (kind === "constant") {
    return (
      <TextInput
        size="xs"
        value={value}
        error={problem}
        readOnly={readOnly}
        spellCheck={false}
        autoComplete="off"
        classNames={{ input: classes.pathInput ?? "", error: classes.problem ?? "" }}
        aria-label={`Constant for ${named}`}
        placeholder="The same value for everybody"
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  return (
    <ExpressionField
      named={named}
      value={value}
      onChange={onChange}
      section={section}
      problem={problem}
      range={findings?.range}
      note={reason === undefined ? undefined : `Nothing for ${sampled}: ${reason}`}
      readOnly={readOnly}
    />
  );
}
