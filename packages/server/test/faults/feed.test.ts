import assert from "node:assert/strict";
import { test } from "node:test";
import { FeedRounds } from "./feed-rounds.ts";

// A small round of `npm run soak -- --feed 50000`.

const seed = Number(process.env["ROLLCALL_TEST_SEED"] ?? Math.floor(Math.random() * 1_000_000));

test("feed, webhooks and a copy miss nothing while server and consumer are killed and a receiver fails", async (t) => {
  t.diagnostic(`seed ${seed}: ROLLCALL_TEST_SEED=${seed} repeats what the sources do`);
  const rounds = await FeedRounds.open(seed);
  try {
    const findings = await rounds.play(400, 2, (line) => t.diagnostic(line));
    t.diagnostic(JSON.stringify(findings));
    assert.ok(findings.good, JSON.stringify(findings));
    assert.ok(findings.events > 200);
    assert.ok((findings.deviations["failing 30 %"]?.failures ?? 0) > 0);
  } finally {
    await rounds.close();
  }
});
