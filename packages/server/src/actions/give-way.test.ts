import assert from "node:assert/strict";
import { test } from "node:test";
import { givingWay } from "./give-way.ts";

test("work on many things lets others have their turn as often as it has gone on for two milliseconds", async () => {
  let now = 0;
  let turns = 0;
  let on = true;
  const others = (): void => {
    turns += 1;
    if (on) setImmediate(others);
  };
  setImmediate(others);
  const giveWay = givingWay(() => now);
  const seen: number[] = [];
  for (const milliseconds of [0.5, 0.5, 0.5, 0.5, 1.9, 0.1, 30, 0, 1]) {
    now += milliseconds;
    const before = turns;
    await giveWay();
    seen.push(turns - before);
  }
  on = false;
  assert.deepEqual(seen, [0, 0, 0, 1, 0, 1, 1, 0, 0]);
});
