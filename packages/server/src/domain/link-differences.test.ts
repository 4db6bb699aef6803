import assert from "node:assert/strict";
import { test } from "node:test";
import type { MappedValues } from "./apply-mapping.ts";
import { makeByHand } from "./directory-user-by-hand.ts";
import type { DirectoryUser } from "./directory-user.ts";
import { linkDifferences } from "./link-differences.ts";

const now = "2026-01-01T00:00:00.000Z";
const made = makeByHand("u", new Map(), true, { actor: "api-key:k", now });

function holding(values: Readonly<Record<string, readonly [value: string, from: string | null]>>): DirectoryUser {
  const attributes = Object.fromEntries(
    Object.entries(values).map(([name, [value, from]]) => [name, { value, from, path: null, at: now }]),
  );
  return { ...made, attributes };
}

function saying(values: Readonly<Record<string, string>>, active: MappedValues["active"] = true): MappedValues {
  const given = Object.entries(values).map(([name, value]) => [name, { value, path: name }] as const);
  return { values: new Map(given), active, kept: new Set<string>(), missing: [] };
}

const owner = { sourceApplicationId: "a", owning: true };
const other = { sourceApplicationId: "b", owning: false };

for (const [title, user, link, mapped, expected] of [
  ["nothing differs", holding({ title: ["Chemist", "a"] }), owner, saying({ title: "Chemist" }), []],
  ["the owner says another value", holding({ title: ["Chemist", "a"] }), owner, saying({ title: "X" }), ["title"]],
  ["the owner gives none any more", holding({ title: ["Chemist", "a"] }), owner, saying({}), ["title"]],
  ["the owner's value is missing", holding({}), owner, saying({ title: "Chemist" }), ["title"]],
  ["the owner's value wins", holding({ title: ["Chemist", "a"] }), other, saying({ title: "Physicist" }), []],
  ["another source fills what is empty", holding({ title: ["Y", "b"] }), other, saying({ title: "X" }), ["title"]],
  ["inactive elsewhere gives nothing", holding({}), other, saying({ title: "X" }, false), []],
  ["the owner says inactive", holding({}), owner, saying({}, false), ["active"]],
  ["no boolean keeps the status", holding({}), owner, saying({}, null), []],
  ["another source drives no status", holding({}), other, saying({}, false), []],
] as const) {
  test(`${title}: ${expected.length === 0 ? "no difference" : expected.join(", ")}`, () => {
    const found = linkDifferences(user, link, mapped).map(({ attribute }) => attribute);
    assert.deepEqual(found, [...expected]);
  });
}
