import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { withDatabase } from "../../../test/support/database.ts";
import type { Reader } from "./handle.ts";
import { shareLookups } from "./shared-lookups.ts";
import { statement } from "./statement.ts";

const numbers = statement(
  "test-find-numbers",
  "select id::text as id, $1 || id as shown from unnest($2::int[]) as asked (id) where id < 100",
);
const failing = statement(
  "test-find-failing",
  "select id::text as id, 1 / id as shown from unnest($1::int[]) as x (id)",
);

describe("look-ups that share queries", () => {
  const own = withDatabase({ migrated: false });

  /** Shares over the database's reader, noting how many ids each query asked for. */
  function counting(): { find: ReturnType<typeof shareLookups>; sizes: number[] } {
    const sizes: number[] = [];
    const query: Reader["query"] = (asked, values) => {
      sizes.push((values.at(-1) as readonly unknown[]).length);
      return own.database.reader.query(asked, values);
    };
    return { find: shareLookups(query), sizes };
  }

  test("those of one turn are one query, and each gets its own row or none", async () => {
    const { find, sizes } = counting();
    const ids = ["1", "2", "2", "99", "100"];
    const rows = await Promise.all(ids.map((id) => find<{ id: string; shown: string }>(numbers, ["no. "], id)));
    assert.deepEqual(
      rows.map((row) => row?.shown),
      ["no. 1", "no. 2", "no. 2", "no. 99", undefined],
    );
    assert.deepEqual(sizes, [5]);
  });

  test("those of different scopes do not mix", async () => {
    const { find, sizes } = counting();
    const asked = ["a", "b", "a"].map((scope) => find<{ id: string; shown: string }>(numbers, [scope], "7"));
    const shown = (await Promise.all(asked)).map((row) => row?.shown);
    assert.deepEqual({ shown, sizes }, { shown: ["a7", "b7", "a7"], sizes: [2, 1] });
  });

  test("those that are asked for while a query is under way are answered by the next one", async () => {
    const { find, sizes } = counting();
    const first = find(numbers, [""], "1");
    await new Promise((resolve) => setImmediate(resolve));
    const later = ["2", "3"].map((id) => find(numbers, [""], id));
    const rows = await Promise.all([first, ...later]);
    assert.deepEqual({ ids: rows.map((row) => row?.id), sizes }, { ids: ["1", "2", "3"], sizes: [1, 2] });
  });

  test("very many leave in several queries", async () => {
    const { find, sizes } = counting();
    const rows = await Promise.all(Array.from({ length: 150 }, (_, id) => find(numbers, [""], String(id))));
    assert.deepEqual(sizes, [64, 64, 22]);
    assert.equal(rows.filter((row) => row !== undefined).length, 100);
  });

  test("a query that fails fails for its askers, and the next one does not", async () => {
    const { find } = counting();
    const failed = await Promise.allSettled(["1", "0"].map((id) => find(failing, [], id)));
    assert.deepEqual(
      failed.map((one) => one.status),
      ["rejected", "rejected"],
    );
    assert.equal((await find(failing, [], "1"))?.id, "1");
  });
});
