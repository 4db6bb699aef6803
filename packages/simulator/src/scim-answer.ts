import { isObject, type JsonObject, type JsonValue, own } from "@rollcall/scim/resource.ts";

/** Reads an answer's body; `undefined` where it has none or is no JSON object, such as a proxy's page. */
export function parseAnswer(body: string): JsonObject | undefined {
  if (body === "") return undefined;
  try {
    const parsed = JSON.parse(body) as JsonValue;
    return isObject(parsed) ? parsed : undefined;
  } catch {
    // The status of such an answer still counts, so it is no reason to stop.
    return undefined;
  }
}

/** Reads a string at the end of a chain of members. */
export function textAt(object: JsonObject | undefined, ...names: readonly string[]): string | undefined {
  let value: JsonValue | undefined = object;
  for (const name of names) value = isObject(value) ? own(value, name) : undefined;
  return typeof value === "string" ? value : undefined;
}

/** Reads the value of the first element of a multi-valued attribute that has the type. */
export function typedValue(object: JsonObject, attribute: string, type: string): string | undefined {
  const elements = own(object, attribute);
  if (!Array.isArray(elements)) return undefined;
  return textAt(
    elements.filter(isObject).find((element) => own(element, "type") === type),
    "value",
  );
}

/** Reads the `id` of an answered resource. @throws {Error} when there is none: a client cannot go on without it. */
export function idOf(answer: JsonObject | undefined): string {
  const id = textAt(answer, "id");
  if (id === undefined) throw new Error("expected a resource with an id, found an answer without");
  return id;
}

/** The resources of an answered ListResponse; none where it has none. */
export function resourcesOf(answer: JsonObject | undefined): JsonObject[] {
  const resources = answer === undefined ? undefined : own(answer, "Resources");
  return Array.isArray(resources) ? resources.filter(isObject) : [];
}
