import { isDeepStrictEqual } from "node:util";
import { isObject, type JsonValue, own } from "@rollcall/scim/resource.ts";
import { type Answer, type Captures, type Expectation, parseBody } from "./conversation.ts";
import { valueAt } from "./json-path.ts";
import { substituteJson, substituteText } from "./substitute.ts";

/** Compares an answer with what a step demands; returns one sentence per difference, none when it passes. */
export function checkAnswer(expect: Expectation, answer: Answer, captures: Captures): string[] {
  const problems: string[] = [];
  if (!expect.status.includes(answer.status)) {
    problems.push(`status: expected ${expect.status.join(" or ")}, found ${answer.status}`);
  }
  for (const [name, pattern] of Object.entries(expect.headers ?? {})) {
    const found = answer.headers[name.toLowerCase()];
    if (found === undefined || !headerPattern(pattern, captures).test(found)) {
      problems.push(`header ${name}: expected ${pattern}, found ${found ?? "nothing"}`);
    }
  }
  return bodyCounts(expect, answer) ? [...problems, ...checkBody(expect, answer, captures)] : problems;
}

// Where a step leaves the choice between accepting and refusing, what it says of the body is about acceptance.
function bodyCounts(expect: Expectation, answer: Answer): boolean {
  if (answer.status === 204) return false;
  const mixed = expect.status.some(isSuccess) && expect.status.some((status) => status >= 400 && status < 500);
  return !mixed || isSuccess(answer.status);
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

// The patterns are written for engines that know an inline flag for case; captured values count literally.
function headerPattern(pattern: string, captures: Captures): RegExp {
  const foldsCase = pattern.startsWith("(?i)");
  const source = substituteText(foldsCase ? pattern.slice(4) : pattern, captures, escapePattern);
  return new RegExp(source, foldsCase ? "i" : "");
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function checkBody(expect: Expectation, answer: Answer, captures: Captures): string[] {
  const { bodyContains, bodyAbsent = [], bodyPresent = [], arrayLength = {} } = expect;
  const lengths = Object.entries(arrayLength);
  if (bodyContains === undefined && bodyAbsent.length + bodyPresent.length + lengths.length === 0) return [];
  const body = parseBody(answer.text);
  if (body === undefined) return [`body: expected JSON, found ${JSON.stringify(answer.text.slice(0, 200))}`];
  const problems: string[] = [];
  if (bodyContains !== undefined) problems.push(...missing(substituteJson(bodyContains, captures), body, "$"));
  for (const path of bodyAbsent) {
    const found = valueAt(body, path);
    if (found !== undefined) problems.push(`${path}: expected nothing, found ${JSON.stringify(found)}`);
  }
  for (const path of bodyPresent) {
    if (valueAt(body, path) === undefined) problems.push(`${path}: expected a value, found nothing`);
  }
  for (const [path, length] of lengths) {
    const found = valueAt(body, path);
    if (found !== undefined && !Array.isArray(found)) problems.push(`${path}: expected an array`);
    else if ((found?.length ?? 0) !== length) {
      problems.push(`${path}: expected ${length} elements, found ${found?.length ?? 0}`);
    }
  }
  return problems;
}

/** Says what of `expected` is not in `actual`: objects by member, arrays by "some element matches", the rest by value. */
function missing(expected: JsonValue, actual: JsonValue | undefined, where: string): string[] {
  if (isObject(expected)) {
    if (!isObject(actual)) return [difference(where, expected, actual)];
    return Object.entries(expected).flatMap(([name, member]) => missing(member, own(actual, name), `${where}.${name}`));
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return [difference(where, expected, actual)];
    return expected
      .filter((element) => !actual.some((candidate) => missing(element, candidate, where).length === 0))
      .map((element) => `${where}: expected an element ${JSON.stringify(element)}, found ${shorten(actual)}`);
  }
  return isDeepStrictEqual(expected, actual) ? [] : [difference(where, expected, actual)];
}

function difference(where: string, expected: JsonValue, actual: JsonValue | undefined): string {
  return `${where}: expected ${JSON.stringify(expected)}, found ${actual === undefined ? "nothing" : shorten(actual)}`;
}

function shorten(value: JsonValue): string {
  const text = JSON.stringify(value);
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
}
