import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { judgeSamples } from "./judge-samples.ts";
import type { SoakSample } from "./soak-samples.ts";

const calm: SoakSample = {
  at: "2026-11-28T00:00:00.000Z",
  serverMegabytes: 150,
  heapMegabytes: 60,
  databaseMegabytes: 100,
  connections: 20,
  deadRows: 5_000,
  liveRows: 100_000,
  p50Milliseconds: 3,
  p99Milliseconds: 20,
};

/** Sixty samples of which each has more than the one before. */
function growing(name: keyof SoakSample, to: number): SoakSample[] {
  const from = Number(calm[name]);
  return Array.from({ length: 60 }, (_, index) => ({ ...calm, [name]: from + ((to - from) * index) / 59 }));
}

describe("the verdict of a soak", () => {
  test("is good where nothing grows", () => {
    assert.equal(judgeSamples(Array.from({ length: 60 }, () => calm)).good, true);
  });

  const grown = [
    ["serverMegabytes", 300],
    ["heapMegabytes", 200],
    ["databaseMegabytes", 300],
    ["connections", 60],
    ["deadRows", 200_000],
    ["p50Milliseconds", 20],
    ["p99Milliseconds", 200],
  ] as const;
  for (const [name, to] of grown) {
    test(`names ${name} where it grows from ${calm[name]} to ${to}`, () => {
      const { good, lines } = judgeSamples(growing(name, to));
      assert.equal(good, false);
      assert.equal(lines.filter((line) => !line.good).length, 1);
    });
  }
});
