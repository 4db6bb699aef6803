import type { Ref } from "react";
import type { ExpressionNames } from "./complete-expression.ts";

/** Characters of an expression, counted from 0: from one to before another. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** What a control for an expression is given. */
export interface ExpressionInputProps {
  readonly label: string;
  /** Stands in the field while it is empty. */
  readonly hint: string;
  readonly value: string;
  readonly onChange: (typed: string) => void;
  readonly names: ExpressionNames | undefined;
  readonly range: TextRange | undefined;
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
  readonly readOnly: boolean;
  readonly handle: Ref<ExpressionHandle>;
}

export interface ExpressionHandle {
  /** Puts a name where the cursor stands. */
  readonly insert: (name: string) => void;
}
