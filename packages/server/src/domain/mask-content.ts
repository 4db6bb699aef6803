import { isObject, type JsonObject, type JsonValue } from "@rollcall/scim/resource.ts";
import { type Masking, secretValue } from "./masking.ts";

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
  const secrets = new Set<string>();
  const masked = JSON.stringify(maskValue(body, "", { masking, secrets }, 0));
  // A client that sends a secret in one place may repeat it in another whose name says nothing.
  return [...secrets].reduce((sofar, one) => sofar.replaceAll(JSON.stringify(one).slice(1, -1), mask), masked);
}

interface Pass {
  readonly masking: Masking;
  /** What was masked so far. */
  readonly secrets: Set<string>;
}

function maskValue(value: JsonValue, path: string, pass: Pass, depth: number): JsonValue {
  if (depth > deepest) return mask;
  if (typeof value === "string") return value.length < shortestSecret ? value : value.replaceAll(secretValue, mask);
  if (Array.isArray(value)) return value.map((one) => maskValue(one, path, pass, depth + 1));
  if (!isObject(value)) return value;
  return maskObject(value, path, pass, depth);
}

function maskObject(object: JsonObject, path: string, pass: Pass, depth: number): JsonObject {
  const masked: [string, JsonValue][] = [];
  const operation = operationPath(object);
  for (const [name, inner] of Object.entries(object)) {
    const lower = name.toLowerCase();
    if (operation !== undefined && lower === "value") {
      masked.push([name, maskAt(inner, operation, pass, depth)]);
    } else if (typeof inner === "string" && (lower === "filter" || (lower === "path" && operation !== undefined))) {
      masked.push([name, maskFilter(inner, pass.masking)]);
    } else {
      masked.push([name, maskAt(inner, below(path, lower), pass, depth)]);
    }
  }
  return Object.fromEntries(masked);
}

function maskAt(value: JsonValue, path: string, pass: Pass, depth: number): JsonValue {
  if (!pass.masking.isMasked(path)) return maskValue(value, path, pass, depth + 1);
  collectTexts(value, pass.secrets, 0);
  return value === null ? null : mask;
}

function collectTexts(value: JsonValue, texts: Set<string>, depth: number): void {
  if (typeof value === "string" && value.length >= shortestRepeated) texts.add(value);
  else if (typeof value === "object" && value !== null && depth <= deepest) {
    for (const inner of Object.values(value)) collectTexts(inner, texts, depth + 1);
  }
}

/** Names that hold resources rather than belong to them. */
const envelopes: ReadonlySet<string> = new Set(["operations", "resources", "data", "value", "response"]);

/** The path of what stands under a name of an object; envelopes around resources are none of it. */
function below(path: string, name: string): string {
  if (path === "") return envelopes.has(name) ? "" : name;
  return `${path}.${name}`;
}

/** The attribute that a PATCH operation is about, without filters, in lower case. */
function operationPath(object: JsonObject): string | undefined {
  const entries = Object.entries(object);
  if (!entries.some(([name]) => name.toLowerCase() === "op")) return undefined;
  const path = entries.find(([name]) => name.toLowerCase() === "path")?.[1];
  return typeof path === "string" ? path.replaceAll(/\[[^\]]*\]?/g, "").toLowerCase() : "";
}

const literal = /"(?:[^"\\]|\\.)*"?/g;

/** Masks what a filter compares with where it is about something that is masked. */
function maskFilter(filter: string, masking: Masking): string {
  if (!masking.isSuspect(filter)) return filter;
  const names = filter.replaceAll(literal, " ").match(/[\w$:.-]+/g) ?? [];
  const shown = names.some((name) => masking.isMasked(name.toLowerCase()))
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
  if (masking.isMasked(decodedName)) return `${name}=${mask}`;
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
