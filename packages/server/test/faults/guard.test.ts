import assert from "node:assert/strict";
import { test } from "node:test";
import { GuardScene } from "./guard-scene.ts";

// A small round of `npm run soak -- --guard 5000`.

const seed = Number(process.env["ROLLCALL_TEST_SEED"] ?? Math.floor(Math.random() * 1_000_000));

test("when many leave at once, the guard holds what it should, and each decision ends as it says", async (t) => {
  t.diagnostic(`seed ${seed}: ROLLCALL_TEST_SEED=${seed} repeats what the source does`);
  const scene = await GuardScene.open(seed);
  try {
    const findings = await scene.play(90, (line) => t.diagnostic(line));
    t.diagnostic(JSON.stringify(findings));
    assert.ok(findings.good, JSON.stringify(findings));
    assert.deepEqual(Object.keys(findings.answers).sort(), ["DELETE", "GET", "PATCH", "PUT"]);
  } finally {
    await scene.close();
  }
});
