import type { Database } from "../storage/database.ts";
import { readCursorKey } from "../storage/read/cursor-keys.ts";

const known = new WeakMap<Database, Promise<Buffer>>();

/** The key of this installation's cursors, read once. @throws DatabaseUnavailable */
export function cursorKey(database: Database): Promise<Buffer> {
  let key = known.get(database);
  if (key === undefined) {
    key = readCursorKey(database.reader);
    known.set(database, key);
    // A failure is not kept.
    key.catch(() => known.delete(database));
  }
  return key;
}
