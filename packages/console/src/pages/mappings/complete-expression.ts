import type { ExpressionName } from "@rollcall/admin-api/mappings.ts";
import { celFunctions, celMethods } from "./cel-names.ts";

/** What an expression can use, as the server lists it. */
export interface ExpressionNames {
  readonly attributes: readonly ExpressionName[];
  readonly functions: readonly ExpressionName[];
}

export interface Completion {
  readonly label: string;
  /** Its type; of a function its arguments and what it gives. */
  readonly detail: string;
  readonly description: string;
  /** What is put in the place of what was typed. */
  readonly text: string;
}

export interface Completions {
  /** Where what was typed begins; what fits it is the caller's to choose. */
  readonly from: number;
  readonly options: readonly Completion[];
}

/**
 * Lists what can stand where somebody types in an expression: attributes by their paths and functions; after a dot what
 * the value has. Nothing within a text, or where nothing has been begun.
 *
 * @param position of the cursor, counted from 0
 * @param asked somebody asked for it: everything is listed where nothing has been begun
 */
export function completeExpression(
  text: string,
  position: number,
  names: ExpressionNames,
  asked = false,
): Completions | undefined {
  const before = text.slice(0, position);
  if (endsInText(before)) return undefined;
  const typed = /[A-Za-z_]\w*(?:\.\w*|\[\d+\])*$/.exec(before)?.[0] ?? "";
  const from = position - typed.length;
  const followsDot = before.charAt(from - 1) === ".";
  if (followsDot) return typed.includes(".") ? undefined : { from, options: methods };
  const attributes = names.attributes.map(attributeCompletion);
  if (!/[.[]/.test(typed)) {
    if (typed === "" && !asked) return undefined;
    return { from, options: [...attributes, ...[...names.functions, ...celFunctions].map(functionCompletion)] };
  }
  const below = attributes.filter(({ label }) => label.toLowerCase().startsWith(typed.toLowerCase()));
  if (below.length > 0) return { from, options: below };
  const dot = before.lastIndexOf(".");
  if (dot < from) return undefined;
  return { from: dot + 1, options: elementsOf(before, before.slice(from, dot), names) ?? methods };
}

const methods = celMethods.map(functionCompletion);

/** What each value of a list has, where a name stands for one: `e` in `emails.filter(e, e.type == "work")`. */
function elementsOf(before: string, name: string, { attributes }: ExpressionNames): Completion[] | undefined {
  const bound = [...before.matchAll(/([A-Za-z_][\w.]*)\.(?:map|filter|exists|all|exists_one)\(\s*(\w+)\s*,/g)];
  const list = bound.findLast((match) => match[2] === name)?.[1];
  if (list === undefined) return undefined;
  const start = `${list}[0].`;
  const parts = attributes.filter((one) => one.name.startsWith(start));
  return parts.map((one) => attributeCompletion({ ...one, name: one.name.slice(start.length) }));
}

function attributeCompletion({ name, type, description }: ExpressionName): Completion {
  return { label: name, detail: typeInWords(type), description, text: name };
}

function functionCompletion({ name, type, description }: ExpressionName): Completion {
  const bracket = name.indexOf("(");
  const label = name.slice(0, bracket);
  return { label, detail: `${name.slice(bracket)}: ${typeInWords(type)}`, description, text: `${label}(` };
}

/** A type as people read it. */
export function typeInWords(type: string): string {
  return type.replaceAll("dyn", "any");
}

/** Whether a text that was begun has not been ended. */
function endsInText(before: string): boolean {
  let quote = "";
  for (let at = 0; at < before.length; at += 1) {
    const character = before.charAt(at);
    if (quote === "") quote = character === '"' || character === "'" ? character : "";
    else if (character === "\\") at += 1;
    else if (character === quote) quote = "";
  }
  return quote !== "";
}
