const idShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Tells whether a text has the shape of an id; what has not is not found, without asking the database. */
export function isId(text: string): boolean {
  return idShape.test(text);
}
