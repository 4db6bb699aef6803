import type { DirectoryAttribute } from "@rollcall/admin-api/directory-attributes.ts";
import type { DirectoryUser } from "@rollcall/admin-api/directory-users.ts";

/** What a directory attribute holds: any JSON. */
export type AttributeValue = DirectoryUser["attributes"][string];

/** What somebody typed, as the attribute's type; text that is none of its type, which the server then refuses by name. */
export function readValue({ type, multiValued }: DirectoryAttribute, typed: string): AttributeValue {
  const text = typed.trim();
  if (!multiValued) return readOne(type, text);
  return text
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => readOne(type, part));
}

function readOne(type: DirectoryAttribute["type"], text: string): string | number | boolean {
  if (type === "boolean" && (text === "true" || text === "false")) return text === "true";
  if (type === "number" && text !== "" && Number.isFinite(Number(text))) return Number(text);
  return text;
}

/** A value as somebody would type it. */
export function writeValue(value: AttributeValue): string {
  if (value === null) return "";
  if (Array.isArray(value)) return value.map(writeValue).join("; ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
