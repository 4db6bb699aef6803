import { type Reader, statement } from "../database.ts";

const cursorKey = statement("cursor-key", "select key from cursor_keys");

/** Reads the key that all nodes of this installation seal cursors with: 32 bytes. */
export async function readCursorKey(reader: Reader): Promise<Buffer> {
  const [row] = await reader.query<{ key: Buffer }>(cursorKey, []);
  if (row === undefined) throw new Error("the installation has no key for cursors");
  return row.key;
}
