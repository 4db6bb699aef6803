import type { AttributeName } from "./attribute-name.ts";

/** Writes an attribute name as text that `parseAttributeName` reads back to the same name. */
export function formatAttributeName(name: AttributeName): string {
  if (name.attribute === undefined) return name.schema ?? "";
  const attribute = name.subAttribute === undefined ? name.attribute : `${name.attribute}.${name.subAttribute}`;
  return name.schema === undefined ? attribute : `${name.schema}:${attribute}`;
}
