const idShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Below every id: where a walk in the order of ids begins. */
export const beforeAllIds = "00000000-0000-0000-0000-000000000000";

/** The lowest id (UUIDv7, RFC 9562 section 5.7) that is made at an instant, in milliseconds since 1970. */
export function idAt(milliseconds: number): string {
  const hex = Math.max(0, Math.floor(milliseconds)).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

/** The instant at which an id was made, in milliseconds since 1970. */
export function instantOf(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

/** Tells whether a text has the shape of an id; what has not is not found, without asking the database. */
export function isId(text: string): boolean {
  return idShape.test(text);
}
