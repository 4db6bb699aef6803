import assert from "node:assert/strict";
import { test } from "node:test";
import { type Candidate, type Leaver, type Match, matchDirectoryUser, type Newcomer } from "./match-directory-user.ts";

const newcomer: Newcomer = { externalId: "ext-1", nameKey: "ann", emailKey: "ann@example.com" };
const someone: Candidate = {
  directoryUserId: "person",
  emailKey: "ann@example.com",
  protected: false,
  binned: false,
  linkedHere: false,
  owned: false,
};
const leaver: Leaver = {
  directoryUserId: "leaver",
  externalId: "ext-1",
  nameKey: "ann",
  closedAt: "2026-11-20T00:00:00.000Z",
  ofPredecessor: false,
  protected: false,
  linkedHere: false,
  owned: false,
};
const since = "2026-11-01T00:00:00.000Z";
const granted = new Set(["example.com"]);
const none: ReadonlySet<string> = new Set();

interface Case {
  readonly promise: string;
  readonly newcomer?: Partial<Newcomer>;
  readonly leavers?: readonly Partial<Leaver>[];
  readonly candidates?: readonly Partial<Candidate>[];
  readonly domains?: ReadonlySet<string>;
  readonly match: Match;
}

const created: Match = { kind: "create", possibleRehire: false };
const conflictWith = (
  reason: "candidate-not-allowed" | "several-candidates" | "several-leavers" | "candidate-linked-already",
  ...candidates: string[]
): Match => ({ kind: "conflict", conflict: { reason, candidates } });

const cases: readonly Case[] = [
  { promise: "nobody is there: somebody new", match: created },
  // Return (rules.md section 5).
  {
    promise: "the same externalId is the same person",
    leavers: [{ nameKey: "other" }],
    match: { kind: "return", directoryUserId: "leaver", owning: true },
  },
  {
    promise: "the same user name is the same person when the leaver had no externalId",
    leavers: [{ externalId: null }],
    match: { kind: "return", directoryUserId: "leaver", owning: true },
  },
  {
    promise: "the same user name is the same person when the newcomer has no externalId",
    newcomer: { externalId: null },
    leavers: [{}],
    match: { kind: "return", directoryUserId: "leaver", owning: true },
  },
  {
    promise: "two externalIds that differ are two people, flagged as a possible rehire",
    leavers: [{ externalId: "ext-2" }],
    match: { kind: "create", possibleRehire: true },
  },
  {
    promise: "a leaver with another externalId does not stand in the newcomer's way by name and e-mail",
    leavers: [{ externalId: "ext-2" }],
    candidates: [{ directoryUserId: "leaver" }],
    match: { kind: "create", possibleRehire: true },
  },
  {
    promise: "a leaver beyond the retention does not return",
    leavers: [{ closedAt: "2026-10-01T00:00:00.000Z" }],
    match: created,
  },
  {
    promise: "two leavers who could return are a conflict",
    leavers: [{ directoryUserId: "one" }, { directoryUserId: "two" }],
    match: conflictWith("several-leavers", "one", "two"),
  },
  {
    promise: "one person who left twice is one leaver",
    leavers: [{}, { closedAt: "2026-11-10T00:00:00.000Z" }],
    match: { kind: "return", directoryUserId: "leaver", owning: true },
  },
  {
    promise: "a leaver whom another source owns now returns without owning",
    leavers: [{ owned: true }],
    match: { kind: "return", directoryUserId: "leaver", owning: false },
  },
  {
    promise: "a leaver who is another resource of this application already does not return",
    leavers: [{ linkedHere: true }],
    match: created,
  },
  {
    promise: "a successor finds its predecessor's people by user name, whatever their externalIds",
    leavers: [{ externalId: "ext-2", ofPredecessor: true, closedAt: "2020-01-01T00:00:00.000Z" }],
    match: { kind: "return", directoryUserId: "leaver", owning: true },
  },
  // Match (rules.md section 3).
  {
    promise: "the same e-mail in a granted domain links",
    candidates: [{}],
    domains: granted,
    match: { kind: "match", directoryUserId: "person", owning: true },
  },
  {
    promise: "a match whom another source owns links without owning",
    candidates: [{ owned: true }],
    domains: granted,
    match: { kind: "match", directoryUserId: "person", owning: false },
  },
  {
    promise: "without a granted domain nobody who exists is linked",
    candidates: [{}],
    domains: none,
    match: conflictWith("candidate-not-allowed", "person"),
  },
  {
    promise: "a domain that merely ends in a granted one is not granted",
    newcomer: { emailKey: "ann@notexample.com" },
    candidates: [{ emailKey: "ann@notexample.com" }],
    domains: granted,
    match: conflictWith("candidate-not-allowed", "person"),
  },
  {
    promise: "a protected person is never linked by a match",
    candidates: [{ protected: true }],
    domains: granted,
    match: conflictWith("candidate-not-allowed", "person"),
  },
  {
    promise: "somebody in the recycle bin is never linked by a match",
    candidates: [{ binned: true }],
    domains: granted,
    match: conflictWith("candidate-not-allowed", "person"),
  },
  {
    promise: "the same user name alone does not link",
    candidates: [{ emailKey: "someone.else@example.com" }],
    domains: granted,
    match: conflictWith("candidate-not-allowed", "person"),
  },
  {
    promise: "two candidates are a conflict",
    candidates: [{ directoryUserId: "one" }, { directoryUserId: "two" }],
    domains: granted,
    match: conflictWith("several-candidates", "one", "two"),
  },
  {
    promise: "somebody who is another resource of this application already is a conflict",
    candidates: [{ linkedHere: true }],
    domains: granted,
    match: conflictWith("candidate-linked-already", "person"),
  },
  {
    promise: "a newcomer without an e-mail is not linked by its user name",
    newcomer: { emailKey: null },
    candidates: [{ emailKey: null }],
    domains: granted,
    match: conflictWith("candidate-not-allowed", "person"),
  },
];

for (const one of cases) {
  test(one.promise, () => {
    const match = matchDirectoryUser(
      { ...newcomer, ...one.newcomer },
      (one.leavers ?? []).map((facts) => ({ ...leaver, ...facts })),
      (one.candidates ?? []).map((facts) => ({ ...someone, ...facts })),
      one.domains ?? none,
      since,
    );
    assert.deepEqual(match, one.match);
  });
}
