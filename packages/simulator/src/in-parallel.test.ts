import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inParallel } from "./in-parallel.ts";

describe("work in parallel", () => {
  test("does everything, in order of beginning, never more at a time than the limit", async () => {
    const begun: number[] = [];
    let under = 0;
    let most = 0;
    await inParallel([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
      begun.push(item);
      under += 1;
      most = Math.max(most, under);
      await new Promise((resolve) => setImmediate(resolve));
      under -= 1;
    });
    assert.deepEqual(begun, [1, 2, 3, 4, 5, 6, 7]);
    assert.equal(most, 3);
  });

  test("awaits what is under way after a failure, begins nothing new and throws the first failure", async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    const work = async (item: number): Promise<void> => {
      begun.push(item);
      if (item === 2) throw new Error("second");
      await new Promise((resolve) => setImmediate(resolve));
      ended.push(item);
    };
    await assert.rejects(inParallel([1, 2, 3, 4, 5], 2, work), { message: "second" });
    assert.deepEqual(begun, [1, 2]);
    assert.deepEqual(ended, [1]);
  });

  test("has nothing to do for no items", async () => {
    await inParallel([], 4, () => assert.fail("there is no item"));
  });
});
