import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { directoryUserAttributes } from "./directory-attribute.ts";
import type { DirectoryValues } from "./directory-user.ts";
import { type GivenValues, mergeAnew, mergeValues } from "./merge-values.ts";
import { checkPrecedence, comesBefore, keptPrecedence } from "./precedence.ts";
import type { MappedValue } from "./rule-source.ts";

const earlier = "2026-01-01T00:00:00.000Z";
const now = "2026-02-01T00:00:00.000Z";

function given(from: string, values: Record<string, MappedValue["value"]>, manner: Partial<MappedValue> = {}) {
  const mapped = Object.entries(values).map(([name, value]) => [name, { value, path: name, ...manner }] as const);
  return { from, values: new Map(mapped) } satisfies GivenValues;
}

const owner = given("owner", { title: "Chemist", department: "Lab" });
const second = given("second", { title: "Physicist", nickName: "Annie" });
const third = given("third", { title: "Lawyer", department: "Legal", nickName: "Ann" });

describe("which source's value counts", () => {
  const table: readonly [Record<string, string[]> | undefined, GivenValues[], Record<string, [unknown, string]>][] = [
    [
      undefined,
      [owner, second, third],
      { title: ["Chemist", "owner"], department: ["Lab", "owner"], nickName: ["Annie", "second"] },
    ],
    [
      { title: ["third"] },
      [owner, second, third],
      { title: ["Lawyer", "third"], department: ["Lab", "owner"], nickName: ["Annie", "second"] },
    ],
    [
      { title: ["second", "third"], nickName: ["third", "owner"] },
      [owner, second, third],
      { title: ["Physicist", "second"], department: ["Lab", "owner"], nickName: ["Ann", "third"] },
    ],
    // Whoever comes first and gives nothing leaves it to the next, and in the end to the owner.
    [{ department: ["second"] }, [owner, second], { ...expected("owner"), nickName: ["Annie", "second"] }],
    [{ title: ["gone", "third"] }, [owner, second], { ...expected("owner"), nickName: ["Annie", "second"] }],
    // An application that stands last is still before those that are not named.
    [{ title: ["gone", "second"] }, [owner, second], { ...expected("second"), nickName: ["Annie", "second"] }],
    [{ title: ["second"] }, [owner], expected("owner")],
    [{ nickName: ["second"], phone: ["second"] }, [owner], expected("owner")],
  ];
  function expected(title: "owner" | "second"): Record<string, [unknown, string]> {
    return { title: title === "owner" ? ["Chemist", "owner"] : ["Physicist", "second"], department: ["Lab", "owner"] };
  }
  for (const [precedence, sources, values] of table) {
    test(`${JSON.stringify(precedence)} of ${sources.map(({ from }) => from).join(", ")}`, () => {
      const merged = mergeValues({}, sources, now, precedence);
      const found = Object.entries(merged).map(([name, { value, from }]) => [name, [value, from]]);
      assert.deepEqual(Object.fromEntries(found), values);
    });
  }

  test("lists that rules merge hold the values of the first source first", () => {
    const lists = ["a", "b"].map((from) => given(from, { roles: [from, "both"] }, { merge: true }));
    const merge = (order: readonly string[]) => mergeValues({}, lists, now, { roles: order })["roles"];
    assert.deepEqual(merge([])?.value, ["a", "both", "b"]);
    assert.deepEqual([merge(["b"])?.value, merge(["b"])?.from], [["b", "both", "a"], "b"]);
  });

  test("a value that stays keeps its instant, and one that nobody gives any more is gone", () => {
    const before: DirectoryValues = { title: { value: "Physicist", from: "second", path: "title", at: earlier } };
    const precedence = { title: ["second"] };
    assert.deepEqual(mergeValues(before, [owner, second], now, precedence)["title"], before["title"]);
    const nothing = [given("owner", {}), given("second", {})];
    assert.deepEqual({ ...mergeValues(before, nothing, now, precedence) }, {});
  });

  test("an override ends when the sources give another value, and stays when only the precedence does", () => {
    const against = { value: "Chemist", from: "owner", path: "title", at: earlier };
    const override = { value: "Head", from: null, path: null, at: earlier, insteadOf: against };
    const precedence = { title: ["second"] };
    const same = mergeValues({ title: override }, [owner, second], now);
    assert.deepEqual(same["title"], override);
    const anew = mergeAnew({ title: override }, [owner, second], now, precedence);
    const instead = { value: "Physicist", from: "second", path: "title", at: now };
    assert.deepEqual(anew["title"], { ...override, insteadOf: instead });
    assert.deepEqual(mergeValues(anew, [owner, second], now, precedence)["title"], anew["title"]);
    const said = mergeValues(anew, [owner, given("second", { title: "Judge" })], now, precedence);
    assert.equal(said["title"]?.value, "Judge");
  });

  test("what an administrator gave stays where no source gives one", () => {
    const byHand = { value: "Head", from: null, path: null, at: earlier };
    const merged = mergeAnew({ phone: byHand }, [owner, second], now, { phone: ["second"] });
    assert.deepEqual(merged["phone"], byHand);
  });
});

describe("comparing two sources", () => {
  const precedence = { title: ["b", "c"] };
  const table: readonly [attribute: string, first: string, second: string, before: boolean][] = [
    ["title", "b", "c", true],
    ["title", "c", "b", false],
    ["title", "c", "owner", true],
    ["title", "owner", "c", false],
    ["title", "owner", "other", false],
    ["department", "b", "owner", false],
    ["constructor", "b", "owner", false],
  ];
  for (const [attribute, first, other, before] of table) {
    test(`${attribute}: ${first} before ${other}: ${before}`, () => {
      assert.equal(comesBefore(precedence, attribute, first, other), before);
    });
  }
});

describe("a precedence that is sent", () => {
  test("says what is wrong with it, each with its place", () => {
    const sent = [
      { attribute: "shoeSize", sourceApplicationIds: ["a"] },
      { attribute: "title", sourceApplicationIds: ["a", "b", "a"] },
      { attribute: "title", sourceApplicationIds: ["c"] },
    ];
    assert.deepEqual(checkPrecedence(sent, directoryUserAttributes, new Set(["a", "b"])), [
      { where: "/precedence/0/attribute", detail: 'expected a directory attribute of people, found "shoeSize"' },
      { where: "/precedence/1/sourceApplicationIds/2", detail: "a stands there twice" },
      { where: "/precedence/2/attribute", detail: "an earlier entry is about title already" },
      { where: "/precedence/2/sourceApplicationIds/0", detail: "the organization has no source application c" },
    ]);
  });

  test("is kept in the order of the attributes' names, without what names nobody", () => {
    const sent = [
      { attribute: "title", sourceApplicationIds: ["b", "a"] },
      { attribute: "email", sourceApplicationIds: [] },
      { attribute: "department", sourceApplicationIds: ["a"] },
    ];
    assert.equal(JSON.stringify(keptPrecedence(sent)), '{"department":["a"],"title":["b","a"]}');
  });
});
