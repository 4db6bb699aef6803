/**
 * Reads the parameters of an address that a page knows, as texts: what is missing or empty is left out, so that an
 * address stays short.
 */
export function texts<const Name extends string>(
  ...names: Name[]
): (search: Record<string, unknown>) => {
  [Key in Name]?: string | undefined;
} {
  return (search) => {
    const found: { [Key in Name]?: string | undefined } = {};
    for (const name of names) {
      const value = search[name];
      if (typeof value === "string" && value !== "") found[name] = value;
      else if (typeof value === "number" || typeof value === "boolean") found[name] = String(value);
    }
    return found;
  };
}

/** What the page of the activity is narrowed by, and what is opened on it. */
export const activitySearch = texts(
  "tab",
  "source",
  "person",
  "type",
  "outcome",
  "status",
  "method",
  "token",
  "since",
  "until",
  "exchange",
  "event",
);
