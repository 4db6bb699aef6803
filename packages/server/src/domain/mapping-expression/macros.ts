import type { ASTNode, Environment } from "@marcbachmann/cel-js";
import { ExpressionFailure, isMissing, MissingValue } from "./failures.ts";
import { takeSteps } from "./step-budget.ts";

/** What of the evaluator a macro uses. */
interface Evaluator {
  run(node: ASTNode, context: object): unknown;
}

/** What of the type checker a macro uses. */
interface Checker {
  check(node: ASTNode, context: object): unknown;
  getType(name: string): unknown;
}

interface Macro {
  readonly args: readonly ASTNode[];
  readonly typeCheck: (checker: Checker, macro: Macro, context: object) => unknown;
  readonly evaluate: (evaluator: Evaluator, macro: Macro, context: object) => unknown;
}

type Expander = (call: { readonly args: readonly ASTNode[] }) => Macro & { readonly async: false };

/** The value of a part; undefined where something that it reads did not arrive. */
function tryRun(evaluator: Evaluator, node: ASTNode, context: object): unknown {
  try {
    return evaluator.run(node, context);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);

/** The type that all of some parts have, or any type. */
function common(checker: Checker, nodes: readonly ASTNode[], context: object): unknown {
  const [first, ...others] = nodes.map((node) => checker.check(node, context));
  return others.every((type) => type === first) ? first : checker.getType("dyn");
}

const firstWithValue: Expander = ({ args }) => ({
  args,
  async: false,
  typeCheck: (checker, macro, context) => common(checker, macro.args, context),
  evaluate: (evaluator, macro, context) => {
    for (const node of macro.args) {
      const value = tryRun(evaluator, node, context);
      if (!isEmpty(value)) return value;
    }
    throw new MissingValue("none of its values arrived");
  },
});

const chooseByValue: Expander = ({ args }) => ({
  args,
  async: false,
  typeCheck: (checker, macro, context) => {
    for (const node of macro.args) checker.check(node, context);
    const results = macro.args.filter(
      (_node, index) => index === macro.args.length - 1 || (index > 0 && index % 2 === 0),
    );
    return common(checker, results, context);
  },
  evaluate: (evaluator, { args: [chosen, ...rest] }, context) => {
    const value = chosen === undefined ? undefined : tryRun(evaluator, chosen, context);
    for (let index = 0; index + 1 < rest.length; index += 2) {
      const [wanted, result] = [rest[index], rest[index + 1]];
      if (wanted === undefined || result === undefined) continue;
      if (value !== undefined && evaluator.run(wanted, context) === value) return evaluator.run(result, context);
    }
    const otherwise = rest.at(-1);
    return otherwise === undefined ? null : evaluator.run(otherwise, context);
  },
});

const joinTexts: Expander = ({ args }) => ({
  args,
  async: false,
  typeCheck: (checker, { args: [list, separator] }, context) => {
    if (list !== undefined) checker.check(list, context);
    if (separator !== undefined) checker.check(separator, context);
    return checker.getType("string");
  },
  evaluate: (evaluator, { args: [list, separator] }, context) => {
    if (list === undefined || separator === undefined) return "";
    const values =
      list.op === "list" ? list.args.map((node) => tryRun(evaluator, node, context)) : tryRun(evaluator, list, context);
    if (!Array.isArray(values)) throw new ExpressionFailure("join was given no list");
    const texts = values.filter((value) => !isEmpty(value)).map(String);
    takeSteps(texts.length);
    return texts.join(String(evaluator.run(separator, context)));
  },
});

/** Counts what is evaluated; in a condition, what asks for what did not arrive does not hold. */
const counted =
  (condition: boolean): Expander =>
  ({ args }) => ({
    args,
    async: false,
    typeCheck: (checker, { args: [, body] }, context) =>
      body === undefined ? checker.getType("dyn") : checker.check(body, context),
    evaluate: (evaluator, { args: [cost, body] }, context) => {
      takeSteps(Number(cost?.args ?? 1));
      if (body === undefined) return null;
      return condition ? (tryRun(evaluator, body, context) ?? false) : evaluator.run(body, context);
    },
  });

/** The names of the calls that metering writes around parts of an expression. */
export const stepCall = "countedStep";
export const conditionCall = "countedCondition";

/** A function that decides itself which of its arguments are evaluated. */
export interface ExpressionMacro {
  readonly name: string;
  /** Its arguments in words. */
  readonly example: string;
  /** What it gives, as CEL names it. */
  readonly type: string;
  /** How many arguments it may have. */
  readonly parameters: readonly number[];
  readonly description: string;
  readonly expander: Expander;
}

export const expressionMacros: readonly ExpressionMacro[] = [
  {
    name: "default",
    example: "(value, value)",
    type: "dyn",
    parameters: [2],
    description: "The first value, or the second where the first did not arrive or is empty.",
    expander: firstWithValue,
  },
  {
    name: "coalesce",
    example: "(value, value, …)",
    type: "dyn",
    parameters: [2, 3, 4, 5, 6],
    description: "The first of the values that arrived and is not empty.",
    expander: firstWithValue,
  },
  {
    name: "switch",
    example: "(value, case, result, …, otherwise)",
    type: "dyn",
    parameters: [4, 6, 8, 10, 12, 14, 16, 18, 20],
    description: "The value that stands after the one that equals the first; the last where none does.",
    expander: chooseByValue,
  },
  {
    name: "join",
    example: "(list, string)",
    type: "string",
    parameters: [2],
    description: "Texts with a separator between them; what did not arrive or is empty is left out.",
    expander: joinTexts,
  },
];

/** Registers the macros, and the two that metering uses. */
export function registerMacros(environment: Environment): void {
  const register = (name: string, count: number, expander: Expander): void =>
    void environment.registerFunction(`${name}(${Array(count).fill("ast").join(", ")}): dyn`, expander);
  for (const { name, parameters, expander } of expressionMacros) {
    for (const count of parameters) register(name, count, expander);
  }
  register(stepCall, 2, counted(false));
  register(conditionCall, 2, counted(true));
}
