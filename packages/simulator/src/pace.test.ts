import assert from "node:assert/strict";
import { test } from "node:test";
import { Pace } from "./pace.ts";

test("turns come evenly, and none that was not taken is saved up", () => {
  const pace = new Pace(10);
  const waits = [0, 0, 0, 250, 5_000, 5_000].map((now) => pace.takeTurn(now));
  assert.deepEqual(waits, [0, 100, 200, 50, 0, 100]);
});
