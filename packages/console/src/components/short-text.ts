/**
 * A JSON value in one line of at most 80 characters, as people read it.
 *
 * @param people what those are called whose SCIM ids are values
 */
export function asShortText(value: unknown, people: Readonly<Record<string, string>> = {}): string {
  if (value === null || value === undefined) return "–";
  if (typeof value === "string" && Object.hasOwn(people, value)) return asShortText(people[value]);
  const text = typeof value === "string" ? value : Array.isArray(value) ? listed(value) : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function listed(values: readonly unknown[]): string {
  const plain = values.every((value) => typeof value !== "object" || value === null);
  return plain ? values.map(String).join(", ") : JSON.stringify(values);
}
