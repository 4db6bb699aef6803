import assert from "node:assert/strict";
import { test } from "node:test";
import type { Conflict } from "./link.ts";
import type { DirectoryValues } from "./directory-user.ts";
import type { MatchRule } from "./match-rule.ts";
import {
  type Candidate,
  type Leaver,
  type Match,
  type MatchRefusal,
  matchDirectoryUser,
  type Newcomer,
} from "./match-directory-user.ts";

const attributesOf = (values: Readonly<Record<string, string | null>>): DirectoryValues =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value, from: null, path: null, at: "" }]));
const newcomer: Omit<Newcomer, "attributes"> = { externalId: "ext-1", nameKey: "ann", emailKey: "ann@example.com" };
const someone: Omit<Candidate, "attributes"> = {
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

const employee = { employeeNumber: "e-7" };
const byEmployeeNumber = (whenFound: MatchRule["whenFound"]): MatchRule => ({
  attribute: "employeeNumber",
  compare: "ignoreCase",
  whenFound,
});

interface CandidateFacts extends Partial<Omit<Candidate, "attributes">> {
  readonly userName?: string;
  readonly employeeNumber?: string;
}

interface Case {
  readonly promise: string;
  readonly newcomer?: Partial<Omit<Newcomer, "attributes">>;
  readonly leavers?: readonly Partial<Leaver>[];
  readonly candidates?: readonly CandidateFacts[];
  readonly domains?: ReadonlySet<string>;
  readonly rules?: readonly MatchRule[];
  readonly match: Match | MatchRefusal;
}

const created: Match = { kind: "create", possibleRehire: false };
const conflictWith = (reason: Conflict["reason"], ...candidates: string[]): Match => ({
  kind: "conflict",
  conflict: { reason, candidates },
});

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
  // Rules of an application.
  {
    promise: "a rule links by another attribute, however the e-mails differ",
    newcomer: { emailKey: "a.berg@example.com" },
    candidates: [{ ...employee, emailKey: "ann@example.com", userName: "other" }],
    domains: granted,
    rules: [byEmployeeNumber("link")],
    match: { kind: "match", directoryUserId: "person", owning: true },
  },
  {
    promise: "a rule never links to somebody outside the application's share of domains",
    candidates: [{ ...employee, emailKey: "boss@other.example" }],
    domains: granted,
    rules: [byEmployeeNumber("link")],
    match: conflictWith("candidate-not-allowed", "person"),
  },
  {
    promise: "a rule never links to somebody without an e-mail, who is in nobody's share",
    candidates: [{ ...employee, emailKey: null }],
    domains: granted,
    rules: [byEmployeeNumber("link")],
    match: conflictWith("candidate-not-allowed", "person"),
  },
  {
    promise: "no rule links to somebody protected or binned, or to one of several",
    candidates: [{ ...employee, protected: true }],
    domains: granted,
    rules: [byEmployeeNumber("link")],
    match: conflictWith("candidate-not-allowed", "person"),
  },
  {
    promise: "an earlier rule's word counts, and a link needs that all rules find the same one person",
    candidates: [
      { ...employee, directoryUserId: "one", emailKey: "one@example.com", userName: "one" },
      { directoryUserId: "two" },
    ],
    domains: granted,
    rules: [byEmployeeNumber("link"), { attribute: "email", compare: "ignoreCase", whenFound: "link" }],
    match: conflictWith("several-candidates", "one", "two"),
  },
  {
    promise: "a rule that asks is a conflict where the e-mail alone would have linked",
    candidates: [{ ...employee }],
    domains: granted,
    rules: [byEmployeeNumber("ask"), { attribute: "email", compare: "ignoreCase", whenFound: "link" }],
    match: conflictWith("asked-by-rule", "person"),
  },
  {
    promise: "a rule that refuses comes before a conflict, whoever else is there",
    candidates: [{ ...employee, directoryUserId: "one" }, { directoryUserId: "two" }],
    domains: granted,
    rules: [byEmployeeNumber("refuse")],
    match: {
      kind: "refuse",
      rule: byEmployeeNumber("refuse"),
      conflict: { reason: "refused-by-rule", candidates: ["one", "two"] },
    },
  },
  {
    promise: "a value in another case is nobody to a rule that compares exactly",
    candidates: [{ employeeNumber: "e-7", emailKey: null, userName: "other" }],
    domains: granted,
    rules: [{ ...byEmployeeNumber("refuse"), compare: "exact" }],
    match: created,
  },
  {
    promise: "whoever has the user name is asked about, whatever the rules name",
    candidates: [{ emailKey: null }],
    domains: granted,
    rules: [byEmployeeNumber("link")],
    match: conflictWith("candidate-not-allowed", "person"),
  },
  {
    promise: "without rules nobody who exists is linked",
    candidates: [{}],
    domains: granted,
    rules: [],
    match: conflictWith("candidate-not-allowed", "person"),
  },
];

for (const one of cases) {
  test(one.promise, () => {
    const known = { ...newcomer, ...one.newcomer };
    const match = matchDirectoryUser(
      { ...known, attributes: attributesOf({ userName: known.nameKey, email: known.emailKey, employeeNumber: "E-7" }) },
      (one.leavers ?? []).map((facts) => ({ ...leaver, ...facts })),
      (one.candidates ?? []).map(({ userName = "ann", employeeNumber = null, ...facts }) => {
        const candidate = { ...someone, ...facts };
        return { ...candidate, attributes: attributesOf({ userName, email: candidate.emailKey, employeeNumber }) };
      }),
      one.domains ?? none,
      since,
      one.rules,
    );
    assert.deepEqual(withoutFoundBy(match), one.match);
  });
}

test("a conflict says of each candidate by which attributes it was found", () => {
  const candidate = (id: string, values: Readonly<Record<string, string>>) => ({
    ...someone,
    directoryUserId: id,
    attributes: attributesOf(values),
  });
  const match = matchDirectoryUser(
    { ...newcomer, attributes: attributesOf({ userName: "ann", email: "ann@example.com", employeeNumber: "E-7" }) },
    [],
    [
      candidate("one", { userName: "Ann", email: "ANN@example.com" }),
      candidate("two", { userName: "bo", employeeNumber: "e-7" }),
      candidate("three", { userName: "ann@example.com" }),
    ],
    granted,
    since,
    [byEmployeeNumber("link")],
  );
  assert.deepEqual(match.kind === "conflict" && match.conflict, {
    reason: "several-candidates",
    candidates: ["one", "two", "three"],
    foundBy: [["userName", "email"], ["employeeNumber"], []],
  });
});

function withoutFoundBy(match: Match | MatchRefusal): object {
  if (!("conflict" in match)) return match;
  const { foundBy: _, ...conflict } = match.conflict;
  return { ...match, conflict };
}
