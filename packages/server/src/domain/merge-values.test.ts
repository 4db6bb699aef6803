import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonValue } from "@rollcall/scim/resource.ts";
import type { DirectoryValues } from "./directory-user.ts";
import { type GivenValues, mergeValues } from "./merge-values.ts";
import type { MappedValue } from "./rule-source.ts";

const earlier = "2026-01-01T00:00:00.000Z";
const now = "2026-02-01T00:00:00.000Z";

type Manner = Pick<MappedValue, "apply" | "merge">;
const given = (from: string, value: JsonValue, manner: Manner = {}): GivenValues => ({
  from,
  values: new Map([["title", { value, path: "title", ...manner }]]),
});
const keeps = (from: string): GivenValues => ({ from, values: new Map(), kept: new Set(["title"]) });
const held = (from: string | null, value: JsonValue): DirectoryValues => ({
  title: { value, from, path: from === null ? null : "title", at: earlier },
  userName: { value: "ann", from: "a", path: "userName", at: earlier },
});
const empty: DirectoryValues = {};
const noTitle: DirectoryValues = { userName: { value: "ann", from: "a", path: "userName", at: earlier } };

const cases: readonly (readonly [
  promise: string,
  before: DirectoryValues,
  given: readonly GivenValues[],
  /** Of the title; undefined for none. */
  after: readonly [value: JsonValue, from: string | null, at: string] | undefined,
])[] = [
  ["the first source wins", held("b", "B"), [given("a", "A"), given("b", "B")], ["A", "a", now]],
  ["what did not change keeps its instant", held("a", "A"), [given("a", "A")], ["A", "a", earlier]],
  ["what nobody gives any more is gone", held("a", "A"), [{ from: "a", values: new Map() }], undefined],
  ["an administrator's value stays where no source gives one", held(null, "X"), [], ["X", null, earlier]],
  ["a kept value stays when nothing arrives", held("a", "A"), [keeps("a")], ["A", "a", earlier]],
  ["only its own value is kept", held("b", "B"), [keeps("a"), given("b", "C")], ["C", "b", now]],
  [
    "what a source kept is not filled by the next one",
    held("a", "A"),
    [keeps("a"), given("b", "B")],
    ["A", "a", earlier],
  ],
  ["when creating: given to somebody new", empty, [given("a", "A", { apply: "whenCreating" })], ["A", "a", now]],
  [
    "when creating: later left as it was",
    held("a", "A"),
    [given("a", "B", { apply: "whenCreating" })],
    ["A", "a", earlier],
  ],
  ["when creating: not given to somebody who exists", noTitle, [given("a", "A", { apply: "whenCreating" })], undefined],
  [
    "when creating: another source gives it instead",
    noTitle,
    [given("a", "A", { apply: "whenCreating" }), given("b", "B")],
    ["B", "b", now],
  ],
  [
    "when creating: an administrator's change stays",
    held(null, "X"),
    [given("a", "A", { apply: "whenCreating" })],
    ["X", null, earlier],
  ],
  ["never overwrite: fills what is empty", noTitle, [given("a", "A", { apply: "neverOverwrite" })], ["A", "a", now]],
  [
    "never overwrite: leaves its own value too",
    held("a", "A"),
    [given("a", "B", { apply: "neverOverwrite" })],
    ["A", "a", earlier],
  ],
  [
    "never overwrite: leaves an administrator's",
    held(null, "X"),
    [given("a", "B", { apply: "neverOverwrite" })],
    ["X", null, earlier],
  ],
  [
    "never overwrite: leaves another source's, though it comes first",
    held("b", "B"),
    [given("a", "A", { apply: "neverOverwrite" }), given("b", "B")],
    ["B", "b", earlier],
  ],
  [
    "lists of several sources are put together, each value once",
    empty,
    [given("a", ["x", "y"], { merge: true }), given("b", ["y", "z"], { merge: true })],
    [["x", "y", "z"], "a", now],
  ],
  [
    "a list is put together only with one that merges too",
    empty,
    [given("a", ["x"], { merge: true }), given("b", ["y"])],
    [["x"], "a", now],
  ],
  [
    "a list that was put together and did not change keeps its instant",
    held("a", ["x", "y"]),
    [given("a", ["x"], { merge: true }), given("b", ["y"], { merge: true })],
    [["x", "y"], "a", earlier],
  ],
];

const override = (value: JsonValue, insteadOf: JsonValue): DirectoryValues => ({
  ...held(null, value),
  title: {
    value,
    from: null,
    path: null,
    at: earlier,
    insteadOf: insteadOf === null ? null : { value: insteadOf, from: "a", path: "title", at: earlier },
  },
});
const overrides: typeof cases = [
  ["an override stays while the source sends the same", override("X", "A"), [given("a", "A")], ["X", null, earlier]],
  ["an override ends when the source sends another value", override("X", "A"), [given("a", "B")], ["B", "a", now]],
  [
    "an override ends when the source gives nothing any more",
    override("X", "A"),
    [{ from: "a", values: new Map() }],
    undefined,
  ],
  ["an override against nothing stays while nothing comes", override("X", null), [], ["X", null, earlier]],
  ["an override against nothing ends when a value comes", override("X", null), [given("a", "A")], ["A", "a", now]],
  ["an override that says no value stays, too", override(null, "A"), [given("a", "A")], [null, null, earlier]],
  ["an override stays while the source's value is kept", override("X", "A"), [keeps("a")], ["X", null, earlier]],
  ["an override stays while its source is gone", override("X", "A"), [given("b", "A")], ["X", null, earlier]],
  [
    "an override ends when the source's own value comes back by its name",
    override("X", "A"),
    [given("a", "X")],
    ["X", "a", now],
  ],
];

for (const [promise, before, sources, expected] of [...cases, ...overrides]) {
  test(promise, () => {
    const title = mergeValues(before, sources, now)["title"];
    assert.deepEqual(title && [title.value, title.from, title.at], expected);
  });
}
