import { isObject, type JsonObject, type JsonValue } from "@rollcall/scim/resource.ts";
import { type JudgedPath, type Masking, mayHoldSecrets, secretValue } from "./masking.ts";

/** What stands in the place of a value that is not kept. */
const mask = "•••";

/** Characters of a body that are kept at most. */
const longestBody = 16_384;
/** Characters of a query that are kept at most. */
const longestQuery = 2_000;
/** How deep a body is masked; what lies deeper is masked whole. */
const deepest = 40;
/** Characters: `secretValue` finds nothing in a shorter text. */
const shortestSecret = 13;
/** A shorter secret may be a word that stands elsewhere for itself. */
const shortestRepeated = 6;

/** A body as it is kept. */
export interface KeptBody {
  readonly text: string;
  /** There was more. */
  readonly cut: boolean;
}

/** The bodies of an exchange as they are kept; undefined where there was none. */
export interface ExchangeContent {
  readonly request: KeptBody | undefined;
  readonly answer: KeptBody | undefined;
}

/**
 * Makes of a body what may be kept: masked, and cut where it is too long. What may hold a secret and is no JSON cannot
 * be masked and is not kept at all.
 *
 * @returns undefined where there is no body
 */
export function keepBody(text: string, masking: Masking): KeptBody | undefined {
  if (text === "") return undefined;
  return cutBody(masking.isSuspect(text) ? maskText(text, masking) : text);
}

function cutBody(text: string): KeptBody {
  const cut = text.length > longestBody;
  // Copied, since a slice would keep all of the body in memory; PostgreSQL stores no U+0000.
  const kept = cut ? Buffer.from(text.slice(0, longestBody)).toString() : text;
  return { text: kept.replaceAll("\u0000", "\uFFFD").toWellFormed(), cut };
}

function maskText(text: string, masking: Masking): string {
  let body: JsonValue;
  try {
    body = JSON.parse(text) as JsonValue;
  } catch {
    // Whoever sent it is told by the answer what is wrong with it.
    return `(not kept: ${text.length} characters that are no JSON and may hold a secret)`;
  }
  const pass: Pass = { masking, mayHoldSecrets: mayHoldSecrets(text), secrets: new Set() };
  // Written anew in any case: of a name that stands twice the text has both, and what was parsed the last.
  const masked = JSON.stringify(maskValue(body, masking.judge(""), pass, 0));
  // A client that sends a secret in one place may repeat it in another whose name says nothing.
  return [...pass.secrets].reduce((sofar, one) => sofar.replaceAll(JSON.stringify(one).slice(1, -1), mask), masked);
}

interface Pass {
  readonly masking: Masking;
  /** Whether `secretValue` has to be looked for. */
  readonly mayHoldSecrets: boolean;
  /** What was masked so far. */
  readonly secrets: Set<string>;
}

/** Masks a value that nobody else holds: in its place, since most of it stays. */
function maskValue(value: JsonValue, at: JudgedPath, pass: Pass, depth: number): JsonValue {
  if (depth > deepest) return mask;
  if (typeof value === "string") return maskSecrets(value, pass);
  if (Array.isArray(value)) {
    for (const [index, one] of value.entries()) value[index] = maskValue(one, at, pass, depth + 1);
  } else if (isObject(value)) {
    maskObject(value, at, pass, depth);
  }
  return value;
}

function maskSecrets(text: string, pass: Pass): string {
  return pass.mayHoldSecrets && text.length >= shortestSecret ? text.replaceAll(secretValue, mask) : text;
}

/** Its properties are its own, so that one that is named `__proto__` is set as any other. */
function maskObject(object: JsonObject, at: JudgedPath, pass: Pass, depth: number): void {
  const names = Object.keys(object);
  const operation = operationPath(object, names);
  for (const name of names) {
    const inner = object[name] as JsonValue;
    const short = name.length <= longestSpecial ? name.toLowerCase() : "";
    if (operation !== undefined && short === "value") {
      object[name] = maskAt(inner, pass.masking.judge(operation), pass, depth);
    } else if (typeof inner === "string" && (short === "filter" || (short === "path" && operation !== undefined))) {
      object[name] = maskFilter(inner, pass.masking);
    } else {
      object[name] = maskAt(inner, pass.masking.judgeBelow(at, name), pass, depth);
    }
  }
}

/** Characters of the names that mean something by themselves. */
const longestSpecial = 6;

function maskAt(value: JsonValue, at: JudgedPath, pass: Pass, depth: number): JsonValue {
  if (!at.masked) return maskValue(value, at, pass, depth + 1);
  collectTexts(value, pass.secrets, 0);
  return value === null ? null : mask;
}

function collectTexts(value: JsonValue, texts: Set<string>, depth: number): void {
  if (typeof value === "string" && value.length >= shortestRepeated) texts.add(value);
  else if (typeof value === "object" && value !== null && depth <= deepest) {
    for (const inner of Object.values(value)) collectTexts(inner, texts, depth + 1);
  }
}

/** The attribute that a PATCH operation is about, without filters, in lower case. */
function operationPath(object: JsonObject, names: readonly string[]): string | undefined {
  if (!names.some((name) => name.length === 2 && name.toLowerCase() === "op")) return undefined;
  const name = names.find((one) => one.toLowerCase() === "path");
  const path = name === undefined ? undefined : object[name];
  return typeof path === "string" ? path.replaceAll(/\[[^\]]*\]?/g, "").toLowerCase() : "";
}

const literal = /"(?:[^"\\]|\\.)*"?/g;

/** Masks what a filter compares with where it is about something that is masked. */
function maskFilter(filter: string, masking: Masking): string {
  if (!masking.isSuspect(filter)) return filter;
  const names = filter.replaceAll(literal, " ").match(/[\w$:.-]+/g) ?? [];
  const shown = names.some((name) => masking.judge(name.toLowerCase()).masked)
    ? filter.replaceAll(literal, `"${mask}"`)
    : filter;
  return shown.replaceAll(secretValue, mask);
}

/**
 * Makes of a query what may be kept: as it was sent, but for parameters that are secrets and filters by what is masked.
 *
 * @param query without its question mark
 */
export function keepQuery(query: string, masking: Masking): string | null {
  if (query === "") return null;
  const decoded = decode(query);
  if (decoded === undefined) return mask;
  const suspect = masking.isSuspect(decoded);
  const shown = suspect
    ? query
        .split("&")
        .map((one) => maskParameter(one, masking))
        .join("&")
    : query;
  return shown.slice(0, longestQuery).replaceAll("\u0000", "\uFFFD").toWellFormed();
}

function maskParameter(parameter: string, masking: Masking): string {
  const equals = parameter.indexOf("=");
  if (equals === -1) return masking.isSuspect(decode(parameter) ?? "\\u") ? mask : parameter;
  const name = parameter.slice(0, equals);
  const value = decode(parameter.slice(equals + 1)) ?? "";
  const decodedName = (decode(name) ?? "").toLowerCase();
  if (masking.judge(decodedName).masked) return `${name}=${mask}`;
  const shown = decodedName === "filter" ? maskFilter(value, masking) : value.replaceAll(secretValue, mask);
  return shown === value ? parameter : `${name}=${encodeURIComponent(shown)}`;
}

function decode(text: string): string | undefined {
  if (!text.includes("%") && !text.includes("+")) return text;
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return undefined;
  }
}
