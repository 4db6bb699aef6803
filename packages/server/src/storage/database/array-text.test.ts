import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { withDatabase } from "../../../test/support/database.ts";
import { unnamedStatement } from "../database.ts";
import { arrayText } from "./array-text.ts";

describe("an array as PostgreSQL reads it", () => {
  const own = withDatabase();

  async function roundTrip(values: readonly (string | number | boolean | null)[], type: string): Promise<unknown> {
    const select = unnamedStatement(`select to_json($1::${type}[])::text as json`);
    const [row] = await own.database.pool.query<{ json: string }>(select, [arrayText(values)]);
    return JSON.parse(row?.json ?? "") as unknown;
  }

  const arrays: Record<string, readonly [values: readonly (string | number | boolean | null)[], type: string]> = {
    nothing: [[], "text"],
    "nulls beside the word": [[null, "null", "NULL", ""], "text"],
    "quotes and backslashes": [['"', "\\", '\\"', '{"a":"b\\\\c"}', "\\n"], "text"],
    "what divides elements": [["{", "}", ",", "a,b", "{a,{b}}", " a ", "'"], "text"],
    "control characters": [["a\nb", "\t\r\b\f\u0001\u001f", 'line\n"quoted"\\'], "text"],
    "every script": [["Zoë", "日本", "😀", "\u2028\u2029", "\u007f\u0080"], "text"],
    numbers: [[0, -1, 32767, null], "smallint"],
    "truth values": [[true, false, null], "boolean"],
    ids: [["00000000-0000-7000-8000-000000000001", null], "uuid"],
  };
  for (const [name, [values, type]] of Object.entries(arrays)) {
    test(`${name} arrive as they were`, async () => {
      assert.deepEqual(await roundTrip(values, type), values);
    });
  }

  test("half a surrogate pair arrives as U+FFFD", async () => {
    assert.deepEqual(await roundTrip(["a\ud800b", "\udc00\n"], "text"), ["a\ufffdb", "\ufffd\n"]);
  });

  test("any text of any characters arrives as it was", async () => {
    const characters = ['"', "\\", "\n", "\u0001", "{", "}", ",", "a", "é", "😀", " "];
    const texts = Array.from({ length: 500 }, (_, n) =>
      Array.from({ length: n % 12 }, (__, k) => characters[(n * 7 + k * k * 3 + k) % characters.length]).join(""),
    );
    assert.deepEqual(await roundTrip(texts, "text"), texts);
  });
});
