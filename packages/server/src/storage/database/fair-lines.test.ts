import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { openFairLines } from "./fair-lines.ts";

/** Runs works that end when they are told to; says in which order they began. The first letter is their line. */
function scene(connections: number, most: number) {
  const lines = openFairLines(connections, most);
  const begun: string[] = [];
  const endings = new Map<string, (error?: Error) => void>();
  return {
    lines,
    begun,
    start: (name: string): Promise<void> =>
      lines.run(name.slice(0, 1), () => {
        begun.push(name);
        return new Promise((resolve, reject) => {
          endings.set(name, (error) => (error === undefined ? resolve() : reject(error)));
        });
      }),
    end: async (name: string, error?: Error): Promise<void> => {
      endings.get(name)?.(error);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe("connections that are shared in turn", () => {
  test("one line leaves one to the others, and waits for its own", async () => {
    const { lines, begun, start, end } = scene(3, 2);
    const all = ["a1", "a2", "a3", "a4"].map(start);
    assert.deepEqual([begun, lines.waiting], [["a1", "a2"], 2]);
    all.push(start("b1"));
    assert.deepEqual(begun, ["a1", "a2", "b1"]);
    for (const name of ["a1", "b1", "a2", "a3", "a4"]) await end(name);
    await Promise.all(all);
    assert.deepEqual(begun, ["a1", "a2", "b1", "a3", "a4"]);
  });

  test("those who wait come in turn, line after line, however long one is", async () => {
    const { begun, start, end } = scene(2, 1);
    const names = ["a1", "b1", "a2", "a3", "a4", "b2", "c1", "b3"];
    const all = names.map(start);
    assert.deepEqual(begun, ["a1", "b1"]);
    for (let done = 0; done < names.length; done += 1) await end(begun[done] ?? "");
    await Promise.all(all);
    assert.deepEqual(begun, ["a1", "b1", "a2", "b2", "c1", "a3", "b3", "a4"]);
  });

  test("what fails gives its place away", async () => {
    const { begun, start, end } = scene(1, 1);
    const failing = assert.rejects(start("a1"), /broken/);
    const next = start("a2");
    await end("a1", new Error("broken"));
    await failing;
    assert.deepEqual(begun, ["a1", "a2"]);
    await end("a2");
    await next;
  });
});
