import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { decideProof, isTrusted, nextProofCheck, type OwnDomain, proofState, type TextsFound } from "./own-domain.ts";

const now = "2026-03-10T12:00:00.000Z";
const daysAgo = (days: number): string => new Date(Date.parse(now) - days * 86_400_000).toISOString();

const pending: OwnDomain = {
  domain: "example.com",
  token: "t0",
  createdAt: daysAgo(30),
  provenAt: null,
  missingSince: null,
  lostAt: null,
  checkedAt: daysAgo(1),
  problem: null,
};
const proven: OwnDomain = { ...pending, provenAt: daysAgo(20) };
const missing = (days: number): OwnDomain => ({ ...proven, missingSince: daysAgo(days), problem: "gone" });
const lost: OwnDomain = { ...missing(9), lostAt: daysAgo(6) };

const right: TextsFound = { kind: "found", texts: ["v=spf1 -all", " rollcall-domain-verification=t0 "] };
const wrong: TextsFound = { kind: "found", texts: ["rollcall-domain-verification=t1"] };
const longer: TextsFound = { kind: "found", texts: ["rollcall-domain-verification=t01"] };
const none: TextsFound = { kind: "none" };
const failed: TextsFound = { kind: "failed", reason: "ETIMEOUT" };

const noRecord = "there is no TXT record at _rollcall.example.com";
const noValue = "none of the 1 TXT records at _rollcall.example.com holds the value";
const silent = "the DNS did not answer for _rollcall.example.com: ETIMEOUT";

describe("what a look for its record does to a domain", () => {
  const cases: readonly [string, OwnDomain, TextsFound, string, Partial<OwnDomain>][] = [
    ["pending, found", pending, right, "proven", { provenAt: now }],
    ["pending, another value", pending, wrong, "pending", { problem: noValue }],
    ["pending, a longer value", pending, longer, "pending", { problem: noValue }],
    ["pending, no record", pending, none, "pending", { problem: noRecord }],
    ["pending, no answer", pending, failed, "pending", { problem: silent }],
    ["proven, found again", proven, right, "proven", {}],
    ["proven, no answer", proven, failed, "proven", { problem: silent }],
    ["proven, no record", proven, none, "proven", { missingSince: now, problem: noRecord }],
    ["missing for two days, no record", missing(2), none, "proven", { problem: noRecord }],
    ["missing for three days, no answer", missing(3), failed, "proven", { problem: silent }],
    ["missing for three days, no record", missing(3), none, "lost", { lostAt: now, problem: noRecord }],
    ["missing for three days, another value", missing(3), wrong, "lost", { lostAt: now, problem: noValue }],
    ["missing for two days, found", missing(2), right, "proven", { missingSince: null, problem: null }],
    ["lost, no record", lost, none, "lost", { problem: noRecord }],
    ["lost, found", lost, right, "proven", { provenAt: now, missingSince: null, lostAt: null, problem: null }],
  ];
  for (const [title, before, found, state, changes] of cases) {
    test(`${title}: ${state}`, () => {
      const after = decideProof(before, found, now);
      assert.deepEqual(after, { ...before, checkedAt: now, ...changes });
      assert.equal(proofState(after), state);
    });
  }
});

test("only a proven domain counts where proof is required, and every one where it is not", () => {
  const all = [pending, proven, missing(2), lost];
  assert.deepEqual(
    all.map((domain) => [isTrusted(domain, false), isTrusted(domain, true)]),
    [
      [true, false],
      [true, true],
      [true, true],
      [true, false],
    ],
  );
});

test("it is looked at every hour while somebody is about to prove it or its record is missing, else every day", () => {
  const fresh = { ...pending, createdAt: daysAgo(6) };
  const all = [fresh, pending, proven, missing(1), lost];
  assert.deepEqual(
    all.map((domain) => (Date.parse(nextProofCheck(domain, now)) - Date.parse(now)) / 3_600_000),
    [1, 24, 24, 1, 24],
  );
});
