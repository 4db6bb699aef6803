import assert from "node:assert/strict";
import { test } from "node:test";
import { RollcallError } from "./errors.ts";
import { cutPage, formatFeedCursor, formatListCursor, parseFeedCursor, parseListCursor } from "./list-cursor.ts";

const id = "01a20b7b-91f4-786c-9b54-3221c14625d2";
const other = "fffb7b9f-ffff-7fff-bfff-ffffffffffff";

function refused(work: () => unknown): void {
  assert.throws(work, (error) => error instanceof RollcallError && error.code === "cursor.invalid");
}

test("a cursor leads back to its position, in one list only, and holds no underscore", () => {
  for (const position of [[id], [id, other, id]]) {
    const cursor = formatListCursor("members", position);
    assert.deepEqual(parseListCursor("members", cursor, [1, 3]), position);
    assert.match(cursor, /^[A-Za-z0-9.-]+$/);
    refused(() => parseListCursor("groups", cursor, [1, 3]));
    refused(() => parseListCursor("members", cursor, [2]));
  }
});

test("what was never a cursor is refused", () => {
  for (const text of ["", "x", "....", formatListCursor("members", ["1; drop table"]), "a".repeat(2000)]) {
    refused(() => parseListCursor("members", text, [1]));
    refused(() => parseFeedCursor(text));
  }
  refused(() => parseFeedCursor(formatListCursor("events", [id, "-1"])));
  refused(() => parseFeedCursor(formatListCursor("events", [id, "1", "2"])));
  refused(() => parseFeedCursor(formatListCursor("events", [id, "1e400"])));
});

test("a feed's cursor leads back to epoch and position, and to the beginning where there is no epoch", () => {
  for (const position of [
    { epoch: id, position: 0 },
    { epoch: other, position: 123_456_789 },
    { epoch: undefined, position: 0 },
  ]) {
    assert.deepEqual(parseFeedCursor(formatFeedCursor(position)), position);
  }
});

test("a page goes on only where one row more was found", () => {
  const cut = (rows: readonly number[]) =>
    cutPage(
      rows,
      2,
      (row) => [String(row)],
      (row) => row * 10,
    );
  assert.deepEqual(cut([]), { items: [], next: undefined });
  assert.deepEqual(cut([1, 2]), { items: [10, 20], next: undefined });
  assert.deepEqual(cut([1, 2, 3]), { items: [10, 20], next: ["2"] });
});
