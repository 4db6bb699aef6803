/** What JSON escapes by a letter, and an array of PostgreSQL holds as it is. */
const controls = /[\u0000-\u001f]/;

/**
 * Writes an array of one dimension as PostgreSQL reads it (its manual, section 8.15). The driver looks at each character
 * of each value for that; JSON.stringify differs in control characters alone, and takes a fraction of the time.
 *
 * @param values without U+0000, which PostgreSQL does not store; half a surrogate pair becomes U+FFFD
 */
export function arrayText(values: readonly (string | number | boolean | null)[]): string {
  return `{${values.map(elementText).join(",")}}`;
}

function elementText(value: string | number | boolean | null): string {
  if (value === null) return "null";
  if (typeof value !== "string") return String(value);
  if (controls.test(value)) return `"${value.replaceAll(/["\\]/g, "\\$&")}"`;
  return JSON.stringify(value.isWellFormed() ? value : value.toWellFormed());
}
