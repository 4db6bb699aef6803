import type { JsonObject, JsonValue } from "@rollcall/scim/resource.ts";
import { isObject } from "@rollcall/scim/resource.ts";
import type { Captures } from "./conversation.ts";

const placeholder = /\{\{([^{}]+)\}\}/g;

/**
 * Puts captured values and generated strings into a text: `{{name}}`, `{{string:N}}` (N times the letter a).
 * @throws {Error} when nothing was captured under a name.
 */
export function substituteText(text: string, captures: Captures, encode: (value: string) => string = String): string {
  return text.replace(placeholder, (_, name: string) => encode(asText(valueOf(name, captures))));
}

/**
 * Puts captured values into every string of a JSON value. A string that is one placeholder and nothing else takes the
 * captured value as it is; `{{array:N:member}}` becomes an array of N objects `{value: "member-1"}` and so on.
 */
export function substituteJson(value: JsonValue, captures: Captures): JsonValue {
  if (typeof value === "string") {
    const whole = /^\{\{([^{}]+)\}\}$/.exec(value)?.[1];
    return whole === undefined ? substituteText(value, captures) : valueOf(whole, captures);
  }
  if (Array.isArray(value)) return value.map((element) => substituteJson(element, captures));
  if (!isObject(value)) return value;
  const substituted: JsonObject = {};
  for (const [name, member] of Object.entries(value)) substituted[name] = substituteJson(member, captures);
  return substituted;
}

function valueOf(name: string, captures: Captures): JsonValue {
  const [kind, count, member] = name.split(":");
  if (kind === "string" && count !== undefined) return "a".repeat(Number(count));
  if (kind === "array" && count !== undefined) {
    return Array.from({ length: Number(count) }, (_, index) => ({
      value: `${member}-${index + 1}`,
    }));
  }
  const captured = captures.get(name);
  if (captured === undefined) throw new Error(`{{${name}}}: nothing was captured under this name`);
  return captured;
}

function asText(value: JsonValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
