import { type ASTNode, Environment, EvaluationError, ParseError } from "@marcbachmann/cel-js";
import type { JsonValue, Resource } from "@rollcall/scim/resource.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import type { DirectoryAttribute } from "./directory-attribute.ts";
import { type ExpressionProblem, examine, partsOf } from "./mapping-expression/examine.ts";
import { ExpressionFailure } from "./mapping-expression/failures.ts";
import { expressionFunctions } from "./mapping-expression/functions.ts";
import { expressionMacros, registerMacros } from "./mapping-expression/macros.ts";
import { metered } from "./mapping-expression/meter.ts";
import { allowSteps, ranOut } from "./mapping-expression/step-budget.ts";
import { declareVariables, type Variables } from "./mapping-expression/variables.ts";

/** UTF-16 units of an expression. */
const mostExpressionText = 4_096;
/** Nodes of an expression, and of calls and brackets in one another. */
const limits = { maxAstNodes: 500, maxDepth: 64 };
/** Nodes that one evaluation may visit while it works on lists: some milliseconds. */
const mostSteps = 20_000;
/** UTF-16 units of a text that an expression gives, and values of a list. */
const mostText = 65_536;
const mostValues = 1_000;

/** What an expression gives for one resource. */
export type Evaluated =
  | { readonly value: JsonValue }
  /** Nothing, and why. */
  | { readonly value: undefined; readonly reason: string };

/** An expression that is ready to be evaluated. */
export interface CompiledExpression {
  /** Its type as CEL names it: `string`, `bool`, `list<string>`; `dyn` where it is known only when it is evaluated. */
  readonly type: string;
  readonly evaluate: (resource: Resource) => Evaluated;
}

/**
 * Compiles a mapping expression: CEL over a resource, whose attributes are its variables. It ends within some
 * milliseconds for every resource, or gives nothing: it may not nest lists deeply, calls only functions whose cost is
 * bounded, and counts its steps.
 *
 * @param text at most 4,096 characters
 */
export function compileExpression(
  type: ResourceType,
  text: string,
): { readonly expression: CompiledExpression } | { readonly problems: readonly ExpressionProblem[] } {
  if (text.length > mostExpressionText) {
    const detail = `expected at most ${mostExpressionText} characters, found ${text.length}`;
    return { problems: [{ detail, start: mostExpressionText, end: text.length }] };
  }
  const { environment, variables } = environmentOf(type);
  let parsed: ReturnType<Environment["parse"]>;
  try {
    parsed = environment.parse(text);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return { problems: [problemOf(error)] };
  }
  const root: ASTNode = parsed.ast;
  const problems = examine(root);
  if (problems.length > 0) return { problems };
  const checked = parsed.check();
  if (!checked.valid) return { problems: [problemOf(checked.error ?? new Error("its types do not fit"))] };
  const run = environment.parse(metered(root));
  const names = namesIn(root).filter((name) => variables.names.has(name));
  return {
    expression: { type: checked.type ?? "dyn", evaluate: (resource) => evaluate(run, variables, names, resource) },
  };
}

/** A name that expressions can use. */
export interface ExpressionName {
  /** An attribute's name, or a function's signature. */
  readonly name: string;
  /** As CEL names it; of a function what it gives. */
  readonly type: string;
  readonly description: string;
}

/** The functions that expressions can call beside CEL's own, by name. */
export const expressionFunctionNames: readonly ExpressionName[] = [
  ...expressionMacros.map(({ name, example, type, description }) => ({ name: `${name}${example}`, type, description })),
  ...expressionFunctions.map(({ signature, description }) => {
    const [name = "", type = ""] = signature.split(": ");
    return { name, type, description };
  }),
].toSorted((one, other) => (one.name < other.name ? -1 : 1));

/** The attributes of a resource type as expressions name them, sub-attributes included: `emails[0].value`. */
export function expressionAttributeNames(resourceType: ResourceType): readonly ExpressionName[] {
  const { variables } = environmentOf(resourceType);
  return variables.paths.map(({ path, type, description }) => ({ name: path, type, description }));
}

/** Whether what an expression gives can be a value of a directory attribute. */
export function fits(expressionType: string, attribute: DirectoryAttribute): boolean {
  const list = expressionType.startsWith("list");
  if (expressionType === "dyn") return true;
  if (attribute.multiValued !== list) return false;
  if (list) return expressionType === "list" || acceptable(attribute).has(expressionType.slice(5, -1));
  return acceptable(attribute).has(expressionType);
}

function acceptable({ name, type }: DirectoryAttribute): ReadonlySet<string> {
  if (name === "active" || type === "boolean") return new Set(["bool", "dyn"]);
  if (type === "number") return new Set(["int", "double", "dyn"]);
  return new Set(["string", "int", "double", "bool", "dyn"]);
}

interface Prepared {
  readonly environment: Environment;
  readonly variables: Variables;
}

/** By resource type: making one takes a millisecond. */
const prepared = new WeakMap<ResourceType, Prepared>();

function environmentOf(type: ResourceType): Prepared {
  const known = prepared.get(type);
  if (known !== undefined) return known;
  const environment = new Environment({ limits });
  for (const { signature, handler } of expressionFunctions) environment.registerFunction(signature, handler);
  registerMacros(environment);
  const made = { environment, variables: declareVariables(environment, type) };
  prepared.set(type, made);
  return made;
}

function evaluate(
  run: (context: Record<string, unknown>) => unknown,
  variables: Variables,
  names: readonly string[],
  resource: Resource,
): Evaluated {
  allowSteps(mostSteps);
  try {
    const given = run({ ...variables.contextOf(resource, names) });
    // Where a condition swallowed it.
    if (ranOut()) return { value: undefined, reason: "it takes too many steps for this resource" };
    return { value: toJson(given) };
  } catch (error) {
    if (error instanceof ExpressionFailure) return { value: undefined, reason: error.message };
    if (error instanceof EvaluationError) return { value: undefined, reason: reasonOf(error) };
    // V8 refuses a text of hundreds of megabytes.
    if (error instanceof RangeError) return { value: undefined, reason: "a text of it is too long" };
    throw error;
  }
}

/** The engine says of what is not there that it knows no such name; the names have been checked before. */
function reasonOf({ summary }: EvaluationError): string {
  const [, absent] = /^(?:unknown variable|no such key): (\w+)$/i.exec(summary) ?? [];
  return absent === undefined ? lowerFirst(summary) : `${absent} did not arrive`;
}

/** Integers come as BigInt, lists may hold anything. */
function toJson(value: unknown): JsonValue {
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "string") {
    if (value.length > mostText) throw new ExpressionFailure(`it gives a text of more than ${mostText} characters`);
    return value;
  }
  if (value === null || typeof value === "boolean" || typeof value === "number") return value;
  if (!Array.isArray(value)) throw new ExpressionFailure("it gives neither text, number, boolean nor a list of them");
  if (value.length > mostValues) throw new ExpressionFailure(`it gives more than ${mostValues} values`);
  return value.map(toJson);
}

function problemOf(error: Error & { summary?: string; range?: { start: number; end: number } | undefined }) {
  const { start, end } = error.range ?? { start: 0, end: 0 };
  return { detail: lowerFirst(error.summary ?? error.message), start, end: Math.max(end, start) };
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

function namesIn(node: ASTNode): string[] {
  const names = node.op === "id" ? [node.args] : partsOf(node).flatMap(namesIn);
  return [...new Set(names)];
}
