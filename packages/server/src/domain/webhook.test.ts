import assert from "node:assert/strict";
import { test } from "node:test";
import { nextStep, whyBroken } from "./webhook.ts";

const failed = { status: 500, error: "the receiver answered 500, expected 2xx", answer: "", durationMilliseconds: 3 };
const hours = (count: number) => new Date(Date.UTC(2026, 0, 1) + count * 3_600_000).toISOString();

test("attempts are made over nearly four days before a delivery is given up", () => {
  let at = hours(0);
  let attempts = 1;
  for (; ; attempts += 1) {
    const next = nextStep(failed, attempts, at, 0.5);
    if (next.state !== "waiting") break;
    at = next.nextAttemptAt;
  }
  assert.equal(attempts, 13);
  const waited = (Date.parse(at) - Date.parse(hours(0))) / 3_600_000;
  assert.ok(waited > 90 && waited < 100, `${waited} hours`);
});

test("a webhook is broken when every attempt of a day failed, at least twenty, or at once with 410", () => {
  assert.equal(whyBroken(failed, 19, hours(0), hours(48)), undefined);
  assert.equal(whyBroken(failed, 500, hours(0), hours(23)), undefined);
  assert.match(whyBroken(failed, 20, hours(0), hours(24)) ?? "", /^every one of 20 attempts since 2026-01-01T00/);
  assert.match(whyBroken({ ...failed, status: 410 }, 1, hours(0), hours(0)) ?? "", /answered 410/);
});
