import assert from "node:assert/strict";
import { test } from "node:test";
import { noStatusFacts, type StatusFacts } from "./directory-user.ts";
import { directoryUserStatus } from "./directory-user-status.ts";

const now = "2026-11-24T10:00:00.000Z";
const imposed = { reason: "asked for", by: "api-key:1", at: now };
const override = { ...imposed, kind: "enabled" as const, expiresAt: null };

test("enabled is exactly: the source says active or an override does, no hold, not held back, not in the bin", () => {
  for (const sourceActive of [true, false, null]) {
    for (const overridden of [null, override]) {
      for (const hold of [null, imposed]) {
        for (const heldBack of [false, true]) {
          for (const binnedBy of [null, "source", "administrator"] as const) {
            const facts: StatusFacts = {
              ...noStatusFacts,
              sourceActive,
              hold,
              heldBack,
              binnedBy,
              override: overridden,
              binnedAt: binnedBy && now,
            };
            const active = sourceActive === true || overridden !== null;
            const expected =
              binnedBy !== null ? "binned" : active && hold === null && !heldBack ? "enabled" : "disabled";
            assert.equal(directoryUserStatus(facts, now), expected, JSON.stringify(facts));
          }
        }
      }
    }
  }
});

test("an override counts until the instant at which it expires", () => {
  const facts = { ...noStatusFacts, sourceActive: false, override: { ...override, expiresAt: now } };
  assert.equal(directoryUserStatus(facts, "2026-11-24T09:59:59.999Z"), "enabled");
  assert.equal(directoryUserStatus(facts, now), "disabled");
});

test("a disabling override counts against a source that says active, and nothing else", () => {
  const facts = { ...noStatusFacts, sourceActive: true, override: { ...override, kind: "disabled" as const } };
  assert.equal(directoryUserStatus(facts, now), "disabled");
  assert.equal(directoryUserStatus({ ...facts, binnedBy: "source", binnedAt: now }, now), "binned");
});
