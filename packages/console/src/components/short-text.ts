/** A JSON value in one line of at most 80 characters, as people read it. */
export function asShortText(value: unknown): string {
  if (value === null || value === undefined) return "–";
  const text = typeof value === "string" ? value : Array.isArray(value) ? listed(value) : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function listed(values: readonly unknown[]): string {
  const plain = values.every((value) => typeof value !== "object" || value === null);
  return plain ? values.map(String).join(", ") : JSON.stringify(values);
}
