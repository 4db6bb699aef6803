import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type DirectoryUser, noSafeguards, noStatusFacts } from "./directory-user.ts";
import { revised } from "./directory-user-change.ts";
import { decideByWords, hearWord, saidTogether, sourcesSay, type StatusRule } from "./status-rule.ts";

type Said = boolean | null;

const now = "2026-11-24T10:00:00.000Z";

function person(facts: Partial<DirectoryUser>): DirectoryUser {
  const user: DirectoryUser = {
    ...noStatusFacts,
    id: "ann",
    attributes: {},
    status: "disabled",
    incomplete: [],
    flags: [],
    ...noSafeguards,
    leaving: null,
    version: 1,
    createdAt: now,
    modifiedAt: now,
  };
  return revised(user, facts, now);
}

function others(...words: readonly Said[]) {
  return words.map((active) => ({ owning: false, active }));
}

describe("what the sources of a person come to", () => {
  const table: readonly [owner: Said, others: readonly Said[], owner: Said, any: Said, all: Said][] = [
    [true, [], true, true, true],
    [false, [], false, false, false],
    [true, [false], true, true, false],
    [false, [true], false, true, false],
    [false, [false], false, false, false],
    [true, [true, true], true, true, true],
    [true, [true, false], true, true, false],
    [false, [null, true], false, true, false],
    [true, [null], true, true, true],
    [null, [], null, null, null],
    [null, [true], null, true, true],
    [null, [false, true], null, true, false],
    [null, [null], null, null, null],
  ];
  for (const [owner, words, ...expected] of table) {
    test(`owner ${owner}, others ${words.join(", ") || "none"}`, () => {
      const rules: readonly StatusRule[] = ["owner", "any", "all"];
      const found = rules.map((rule) => saidTogether(rule, owner, others(...words)));
      assert.deepEqual(found.map(sourcesSay), expected);
      assert.deepEqual(
        found.map(({ sourceActive }) => sourceActive),
        [owner, owner, owner],
        "the owner's word is kept beside",
      );
      assert.deepEqual(
        found.map(({ sourcesActive }) => sourcesActive),
        expected.map((said) => (said === owner ? null : said)),
        "what is no other word than the owner's is not kept twice",
      );
    });
  }
});

describe("what a source's word does", () => {
  interface Case {
    readonly rule: StatusRule;
    /** Of the person, before. */
    readonly owner: Said;
    readonly together?: Said;
    readonly speaks: "owner" | "other";
    readonly from: Said;
    readonly to: boolean;
    /** The owner's among them where another speaks. */
    readonly others?: readonly Said[];
    /** Undefined: it does not count, or it is nothing new. */
    readonly expected: { turn: "returns" | "departs" | undefined; says: Said; gone?: boolean } | undefined;
  }
  const stays = (says: Said) => ({ turn: undefined, says });
  const table: readonly Case[] = [
    { rule: "owner", owner: true, speaks: "owner", from: true, to: true, expected: undefined },
    {
      rule: "owner",
      owner: true,
      speaks: "owner",
      from: true,
      to: false,
      expected: { turn: "departs", says: false, gone: true },
    },
    { rule: "owner", owner: false, speaks: "owner", from: false, to: true, expected: { turn: "returns", says: true } },
    { rule: "owner", owner: true, speaks: "other", from: true, to: false, expected: undefined },
    { rule: "owner", owner: false, speaks: "other", from: false, to: true, expected: undefined },
    { rule: "any", owner: true, speaks: "owner", from: true, to: false, others: [true], expected: stays(true) },
    {
      rule: "any",
      owner: true,
      speaks: "owner",
      from: true,
      to: false,
      others: [false],
      expected: { turn: "departs", says: false, gone: true },
    },
    { rule: "any", owner: true, speaks: "other", from: true, to: false, expected: stays(true) },
    { rule: "any", owner: true, speaks: "other", from: false, to: true, expected: stays(true) },
    {
      rule: "any",
      owner: false,
      together: true,
      speaks: "other",
      from: true,
      to: false,
      expected: { turn: "departs", says: false, gone: true },
    },
    {
      rule: "any",
      owner: false,
      together: true,
      speaks: "other",
      from: true,
      to: false,
      others: [true],
      expected: stays(true),
    },
    { rule: "any", owner: false, speaks: "other", from: false, to: true, expected: { turn: "returns", says: true } },
    { rule: "any", owner: false, together: true, speaks: "other", from: true, to: true, expected: undefined },
    {
      rule: "all",
      owner: true,
      speaks: "other",
      from: true,
      to: false,
      expected: { turn: "departs", says: false, gone: false },
    },
    {
      rule: "all",
      owner: true,
      together: false,
      speaks: "other",
      from: false,
      to: true,
      expected: { turn: "returns", says: true },
    },
    {
      rule: "all",
      owner: true,
      together: false,
      speaks: "other",
      from: false,
      to: true,
      others: [false],
      expected: stays(false),
    },
    {
      rule: "all",
      owner: true,
      together: false,
      speaks: "owner",
      from: true,
      to: false,
      others: [false],
      expected: { turn: "departs", says: false, gone: true },
    },
    { rule: "all", owner: false, speaks: "owner", from: false, to: true, others: [false], expected: stays(false) },
    {
      rule: "all",
      owner: false,
      speaks: "owner",
      from: false,
      to: true,
      others: [true],
      expected: { turn: "returns", says: true },
    },
    { rule: "all", owner: false, speaks: "other", from: true, to: false, expected: stays(false) },
    // The owner said nothing new: a source that is gone and had said inactive enables nobody by being gone.
    { rule: "all", owner: true, together: false, speaks: "owner", from: true, to: true, expected: undefined },
  ];
  for (const { rule, owner, together = null, speaks, from, to, others: words = [], expected } of table) {
    const said = `${owner}${together === null ? "" : `, together ${together}`}`;
    test(`${rule}: owner ${said}; others ${words.join(", ") || "none"}; ${speaks} ${from} → ${to}`, () => {
      const user = { sourceActive: owner, sourcesActive: together };
      const owning = speaks === "owner";
      const beside = owning ? others(...words) : [{ owning: true, active: null }, ...others(...words)];
      const heard = hearWord(rule, user, { owning, active: to, before: from }, beside);
      assert.deepEqual(
        heard && {
          turn: heard.turn,
          says: sourcesSay(heard.said),
          ...(heard.turn === "departs" ? { gone: heard.gone } : {}),
        },
        expected,
      );
      if (!owning && heard !== undefined) assert.equal(heard.said.sourceActive, owner, "the owner's word stays");
    });
  }

  test("why is told where it is not the owner's word alone", () => {
    const user = { sourceActive: true, sourcesActive: null };
    const word = { owning: true, active: false, before: true };
    const why = (rule: StatusRule, ...words: Said[]) => hearWord(rule, user, word, others(...words))?.reason;
    assert.deepEqual(
      [why("owner", true), why("any"), why("any", true), why("any", false), why("all", true)],
      [
        undefined,
        undefined,
        "a linked source says active",
        "no linked source says active any more",
        "not all linked sources say active",
      ],
    );
  });
});

describe("deciding somebody anew by the words that are in force", () => {
  const owner = { owning: true, active: null };
  test("a rule that is changed decides by what each source said last", () => {
    const between = person({ sourceActive: true });
    const words = [owner, ...others(false)];
    assert.deepEqual(decideByWords("all", between, words), {
      facts: { sourceActive: true, sourcesActive: false, override: null },
      reason: "not all linked sources say active",
    });
    assert.equal(decideByWords("any", between, words), undefined);
    const off = person({ sourceActive: true, sourcesActive: false });
    assert.deepEqual(decideByWords("owner", off, words)?.facts, {
      sourceActive: true,
      sourcesActive: null,
      override: null,
      leaving: null,
    });
  });

  test("it puts nobody into the recycle bin, and takes those out whom a source had put there", () => {
    const binned = person({ sourceActive: false, binnedBy: "source", binnedAt: now });
    const back = decideByWords("any", binned, [owner, ...others(true)]);
    assert.deepEqual(back?.facts, {
      sourceActive: false,
      sourcesActive: true,
      override: null,
      leaving: null,
      binnedBy: null,
      binnedAt: null,
    });
    const byHand = person({ sourceActive: false, binnedBy: "administrator", binnedAt: now });
    const suppressed = decideByWords("any", byHand, [owner, ...others(true)]);
    assert.equal(revised(byHand, suppressed?.facts ?? {}, now).status, "binned");
    const gone = decideByWords("owner", person({ sourceActive: false, sourcesActive: true }), [owner, ...others(true)]);
    assert.equal(revised(person({ sourceActive: false }), gone?.facts ?? {}, now).status, "disabled");
  });

  test("a hold stands whatever the sources say", () => {
    const held = person({ sourceActive: false, hold: { reason: "asked for", by: "somebody", at: now } });
    const decided = decideByWords("any", held, [owner, ...others(true)]);
    assert.equal(revised(held, decided?.facts ?? {}, now).status, "disabled");
  });

  test("a former owner's word counts no more, unless it was that the person is gone", () => {
    const gone = person({ sourceActive: false });
    assert.equal(sourcesSay({ ...gone, ...decideByWords("all", gone, others(true))?.facts }), false);
    const kept = person({ sourceActive: true });
    assert.equal(sourcesSay({ ...kept, ...decideByWords("any", kept, others(false))?.facts }), false);
  });
});
