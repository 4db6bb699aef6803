import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { columnTypes } from "./column-types.ts";

const timestamptz = 1184;

describe("the types of columns", () => {
  const instants = [
    ["2026-11-24 03:44:58.259+00", "2026-11-24T03:44:58.259Z"],
    ["2026-11-24 03:44:58.2593+00", "2026-11-24T03:44:58.259Z"],
    ["2026-11-24 03:44:58+00", "2026-11-24T03:44:58.000Z"],
    ["2026-11-24 09:14:58.5+05:30", "2026-11-24T03:44:58.500Z"],
    ["2026-11-23 22:44:58-05", "2026-11-24T03:44:58.000Z"],
    ["0044-03-15 12:00:00+00", "0044-03-15T12:00:00.000Z"],
  ] as const;
  for (const [text, instant] of instants) {
    test(`the instant ${text} arrives as ${instant}`, () => {
      const parse = columnTypes.getTypeParser(timestamptz, "text") as (text: string) => Date;
      assert.equal(parse(text).toISOString(), instant);
    });
  }

  test("an instant that never comes arrives as infinity", () => {
    const parse = columnTypes.getTypeParser(timestamptz, "text") as (text: string) => unknown;
    assert.equal(parse("infinity"), Number.POSITIVE_INFINITY);
  });
});
