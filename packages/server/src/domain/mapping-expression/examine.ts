import type { ASTNode } from "@marcbachmann/cel-js";
import { RE2JSSyntaxException } from "re2js";
import { expressionFunctions, patternArguments, patternOf } from "./functions.ts";
import { expressionMacros } from "./macros.ts";

/** What is wrong with an expression, and where: positions in UTF-16 units of its text, the end is not part of it. */
export interface ExpressionProblem {
  readonly detail: string;
  readonly start: number;
  readonly end: number;
}

/** Those of CEL that work on lists by a part that is evaluated for each value. */
export const comprehensions: ReadonlySet<string> = new Set(["all", "exists", "exists_one", "filter", "map"]);
/** One inside another, or one of what another gave. */
const mostNested = 2;

/** Of CEL's own; the others of its library work on bytes, on time, on types, or know no bounds. */
const ownFunctions: ReadonlySet<string> = new Set(["bool", "double", "has", "int", "size", "string"]);
const ownMethods: ReadonlySet<string> = new Set([
  ...comprehensions,
  "contains",
  "endsWith",
  "indexOf",
  "lastIndexOf",
  "size",
  "startsWith",
  "substring",
]);

/** All functions that expressions may call. */
const functionNames: ReadonlySet<string> = new Set([
  ...ownFunctions,
  ...expressionFunctions.map(({ signature }) => signature.slice(0, signature.indexOf("("))),
  ...expressionMacros.map(({ name }) => name),
]);

/** Finds what keeps an expression from ending soon: calls that are not allowed, nesting, patterns that are no literals. */
export function examine(root: ASTNode): ExpressionProblem[] {
  const problems: ExpressionProblem[] = [];
  const report = ({ start, end }: ASTNode, detail: string): void => void problems.push({ detail, start, end });

  function visit(node: ASTNode): number {
    const nested = Math.max(0, ...partsOf(node).map(visit));
    if (node.op === "call") {
      const [name, args] = node.args;
      if (!functionNames.has(name)) report(node, `there is no function ${name}; ${suggest(name)}`);
      checkPattern(name, args, report);
    }
    if (node.op === "rcall") {
      const [name] = node.args;
      if (!ownMethods.has(name)) report(node, `there is no method ${name}; ${suggest(name)}`);
      if (comprehensions.has(name)) {
        if (nested === mostNested)
          report(node, `more than ${mostNested} of map, filter and the like work on each other`);
        return nested + 1;
      }
    }
    return nested;
  }

  visit(root);
  return problems;
}

function suggest(name: string): string {
  if (functionNames.has(name)) return `write it before its values: ${name}(…)`;
  if (name === "matches") return "use regexMatch(text, pattern)";
  return `expected one of ${[...functionNames].sort().join(", ")}`;
}

function checkPattern(name: string, args: readonly ASTNode[], report: (node: ASTNode, detail: string) => void): void {
  const at = patternArguments.get(name);
  const pattern = at === undefined ? undefined : args[at];
  if (pattern === undefined) return;
  if (pattern.op !== "value" || typeof pattern.args !== "string") {
    report(pattern, "a pattern is written out, between quotation marks");
    return;
  }
  try {
    patternOf(pattern.args);
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    report(pattern, `the pattern cannot be read: ${error.message}`);
  }
}

/** The parts that a node is made of. */
export function partsOf(node: ASTNode): readonly ASTNode[] {
  switch (node.op) {
    case "value":
    case "id":
      return [];
    case ".":
    case ".?":
      return [node.args[0]];
    case "call":
      return node.args[1];
    case "rcall":
      return [node.args[1], ...node.args[2]];
    case "list":
      return node.args;
    case "map":
      return node.args.flat();
    case "!_":
    case "-_":
      return [node.args];
    default:
      return node.args;
  }
}
