import assert from "node:assert/strict";
import { test } from "node:test";
import { readTable } from "./read-table.ts";

test("a table is previewed with its quotes taken off, its empty lines left out and all its lines counted", () => {
  const text = '\ufeffuserName, displayName\r\nana,"Silva, ""Ana"""\r\n\r\nbo,Bo\r\ncy,Cy';
  assert.deepEqual(readTable(text, 2), {
    header: ["userName", "displayName"],
    rows: [
      ["ana", 'Silva, "Ana"'],
      ["bo", "Bo"],
    ],
    lines: 3,
  });
  assert.deepEqual(readTable("", 2), { header: [], rows: [], lines: 0 });
});
