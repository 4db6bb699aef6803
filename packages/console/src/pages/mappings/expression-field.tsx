import { Button, Input } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { mappingRoutes } from "@rollcall/admin-api/mappings.ts";
import { lazy, Suspense, useId, useRef } from "react";
import { useSourceApplication } from "../../api/source-application.ts";
import { useAnswer } from "../../api/use-answer.ts";
import type { ExpressionHandle, ExpressionInputProps, TextRange } from "./expression-input.ts";
import { ExpressionNames } from "./expression-names.tsx";
import classes from "./mapping.module.css";
import type { SectionName } from "./mapping-draft.ts";
import { PlainExpression } from "./plain-expression.tsx";

/** The editor is fetched once somebody has an expression; without it the text is typed plainly. */
const ExpressionEditor = lazy(async () => {
  try {
    return { default: (await import("./expression-editor.tsx")).ExpressionEditor };
  } catch {
    return { default: PlainExpression };
  }
});

interface Props {
  readonly named: string;
  readonly value: string;
  readonly onChange: (typed: string) => void;
  readonly section: SectionName;
  readonly problem: string | undefined;
  readonly range: TextRange | undefined;
  /** What is worth knowing of it where nothing is wrong. */
  readonly note: string | undefined;
  readonly readOnly: boolean;
}

/** An expression with the names that it can use, completed and checked as it is typed. */
export function ExpressionField({ named, value, onChange, section, problem, range, note, readOnly }: Props) {
  const { id } = useSourceApplication();
  const described = useId();
  const handle = useRef<ExpressionHandle>(null);
  const [namesShown, shown] = useDisclosure(false);
  const names = useAnswer(mappingRoutes.listExpressionNames, {
    params: { sourceApplicationId: id },
    query: { resourceType: section === "users" ? "User" : "Group" },
  });
  // What is sent begins without blanks, and the places are its own.
  const blanks = value.length - value.trimStart().length;
  const input: ExpressionInputProps = {
    label: `Expression for ${named}`,
    hint: 'e.g. lower(userName) or name.givenName + " " + name.familyName',
    value,
    onChange,
    names: names.data,
    range: problem === undefined || range === undefined ? undefined : shifted(range, blanks),
    describedBy: described,
    invalid: problem !== undefined,
    readOnly,
    handle,
  };
  const plain = <PlainExpression {...input} />;
  return (
    <div>
      {readOnly ? plain : <Suspense fallback={plain}>{<ExpressionEditor {...input} />}</Suspense>}
      <div id={described} aria-live="polite" className={classes.expressionWords}>
        {problem !== undefined && <Input.Error className={classes.problem ?? ""}>{problem}</Input.Error>}
        {problem === undefined && note !== undefined && (
          <Input.Description className={classes.notice ?? ""}>{note}</Input.Description>
        )}
      </div>
      {!readOnly && (
        <Button variant="subtle" size="compact-xs" className={classes.names} onClick={shown.open}>
          Attributes and functions
        </Button>
      )}
      <ExpressionNames
        section={section}
        opened={namesShown}
        onClose={shown.close}
        onChoose={(name) => {
          shown.close();
          // The dialog gives the focus back first.
          requestAnimationFrame(() => handle.current?.insert(name));
        }}
      />
    </div>
  );
}

function shifted({ start, end }: TextRange, by: number): TextRange {
  return { start: start + by, end: end + by };
}
