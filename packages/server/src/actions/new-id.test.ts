import assert from "node:assert/strict";
import { test } from "node:test";
import { isId } from "../domain/id.ts";
import { newId } from "./new-id.ts";

test("ids are UUIDv7 of their moment, each greater than the one before, also within a millisecond", () => {
  const before = Date.now();
  const ids = Array.from({ length: 20_000 }, newId);
  assert.ok(ids.every((id) => isId(id) && id[14] === "7" && "89ab".includes(id[19] ?? "")));
  assert.deepEqual([...ids].sort(), ids);
  assert.equal(new Set(ids).size, ids.length);
  const moment = Number.parseInt((ids[0] ?? "").replaceAll("-", "").slice(0, 12), 16);
  assert.ok(moment >= before && moment <= Date.now());
});
