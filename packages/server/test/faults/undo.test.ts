import assert from "node:assert/strict";
import { test } from "node:test";
import { playUndo } from "./undo-rounds.ts";

// A small round of `npm run soak -- --undo 1000`.

const seed = Number(process.env["ROLLCALL_TEST_SEED"] ?? Math.floor(Math.random() * 1_000_000));

test("a bad mapping and a bad sync are undone field by field, also when the server is killed in the middle", async (t) => {
  t.diagnostic(`seed ${seed}: ROLLCALL_TEST_SEED=${seed} repeats what the source does`);
  const { undisturbed, killed, ...findings } = await playUndo(60, seed, (line) => t.diagnostic(line));
  const [one, other] = [undisturbed, killed].map(({ told, ...found }) => ({ ...found, told: told.length }));
  t.diagnostic(JSON.stringify({ ...findings, one, other }));
  assert.ok(findings.good, JSON.stringify({ ...findings, one, other }));
});
