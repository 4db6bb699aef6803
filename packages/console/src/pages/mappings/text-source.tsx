import { Button, Textarea, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useRef } from "react";
import { ExpressionNames } from "./expression-names.tsx";
import classes from "./mapping.module.css";
import type { SectionName, SourceKind } from "./mapping-draft.ts";

interface Props {
  readonly kind: Exclude<SourceKind, "paths">;
  readonly named: string;
  readonly value: string;
  readonly onChange: (typed: string) => void;
  readonly section: SectionName;
  readonly problem: string | undefined;
  /** Whom values are shown for: *the latest user*. */
  readonly sampled: string;
  /** Why an expression has no value for them. */
  readonly reason: string | undefined;
  readonly readOnly: boolean;
}

/** A constant, or an expression with the names that it can use. */
export function TextSource({ kind, named, value, onChange, section, sampled, problem, reason, readOnly }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [namesShown, names] = useDisclosure(false);
  const common = {
    size: "xs",
    value,
    error: problem,
    readOnly,
    spellCheck: false,
    autoComplete: "off",
    classNames: { input: classes.pathInput ?? "", error: classes.problem ?? "", description: classes.notice ?? "" },
  } as const;
  if (kind === "constant") {
    return (
      <TextInput
        {...common}
        aria-label={`Constant for ${named}`}
        placeholder="The same value for everybody"
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  /** Puts a name where the cursor stands. */
  const insert = (name: string) => {
    const { selectionStart = value.length, selectionEnd = value.length } = field.current ?? {};
    onChange(value.slice(0, selectionStart) + name + value.slice(selectionEnd));
    names.close();
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(selectionStart + name.length, selectionStart + name.length);
    });
  };
  return (
    <>
      <Textarea
        {...common}
        ref={field}
        aria-label={`Expression for ${named}`}
        placeholder={'e.g. lower(userName) or name.givenName + " " + name.familyName'}
        description={problem === undefined && reason !== undefined ? `Nothing for ${sampled}: ${reason}` : undefined}
        inputWrapperOrder={["label", "input", "description", "error"]}
        autosize
        minRows={1}
        maxRows={8}
        maxLength={4096}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {!readOnly && (
        <Button variant="subtle" size="compact-xs" className={classes.names} onClick={names.open}>
          Attributes and functions
        </Button>
      )}
      <ExpressionNames section={section} opened={namesShown} onClose={names.close} onChoose={insert} />
    </>
  );
}
