import { isObject, type JsonObject, type JsonValue } from "@rollcall/scim/resource.ts";

/** Characters of a sample at most. */
const longest = 60;
/** How deep a body is searched for an attribute. */
const deepest = 8;

/** What is known of a value that nobody keeps. */
export interface Sample {
  /** Masked. */
  readonly sample: string;
  /** Of the value, or of the first of several. */
  readonly type: "string" | "boolean" | "decimal" | "complex" | null;
  readonly multiValued: boolean;
}

/**
 * Finds what a body gives to an attribute that nobody knows, and masks it: the shape stays, the content goes. Letters
 * and digits become dots but for the first and the last of a long text; what stands between them stays.
 *
 * @param path as the notes of reading the body have it, without indexes: `name.petName`, `shoeSize`
 * @returns undefined where the body has no such value, or where it may be a password
 */
export function sampleOf(body: JsonValue | undefined, path: string): Sample | undefined {
  if (/password|secret|token/i.test(path)) return undefined;
  const value = findValue(body, path.toLowerCase().split(/[.:]/).at(-1) ?? "", 0);
  if (value === undefined) return undefined;
  const multiValued = Array.isArray(value);
  return { sample: mask(value).slice(0, longest), type: typeOf(multiValued ? (value[0] ?? null) : value), multiValued };
}

function typeOf(value: JsonValue): Sample["type"] {
  if (value === null) return null;
  if (typeof value === "string" || typeof value === "boolean") return typeof value as "string" | "boolean";
  return typeof value === "number" ? "decimal" : "complex";
}

/** The first value under a name, at any depth: bodies of PATCH have it below their operations. */
function findValue(body: JsonValue | undefined, name: string, depth: number): JsonValue | undefined {
  if (depth > deepest || typeof body !== "object" || body === null) return undefined;
  if (isObject(body)) {
    const own = Object.keys(body).find((key) => key.toLowerCase() === name || key.toLowerCase().endsWith(`.${name}`));
    if (own !== undefined) return body[own];
    const given = operationValue(body, name);
    if (given !== undefined) return given;
  }
  for (const inner of Array.isArray(body) ? body : Object.values(body)) {
    const found = findValue(inner, name, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The value of a PATCH operation whose path ends in the name. */
function operationValue(operation: JsonObject, name: string): JsonValue | undefined {
  const { path, value } = operation;
  if (typeof path !== "string" || value === undefined) return undefined;
  const end = path.toLowerCase();
  return end === name || end.endsWith(`.${name}`) || end.endsWith(`:${name}`) ? value : undefined;
}

function mask(value: JsonValue): string {
  if (typeof value === "string") return maskText(value);
  if (typeof value === "number") return String(value).replaceAll(/\d/g, "•");
  if (value === null || typeof value === "boolean") return String(value);
  if (Array.isArray(value))
    return value.length === 0 ? "[]" : `[${mask(value[0] ?? null)}${value.length > 1 ? ", …" : ""}]`;
  return `{${Object.keys(value).slice(0, 8).join(", ")}}`;
}

const shown = 8;

function maskText(text: string): string {
  // By code points: half a character is none.
  const characters = Array.from(text.slice(0, longest));
  const whole = text.length <= longest;
  return characters
    .map((character, index) => {
      const kept = whole && characters.length >= shown && (index === 0 || index === characters.length - 1);
      return kept || !/[\p{L}\p{N}]/u.test(character) ? character : "•";
    })
    .join("");
}
