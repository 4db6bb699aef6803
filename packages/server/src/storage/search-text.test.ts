import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "@rollcall/scim/resource.ts";
import { searchText } from "./search-text.ts";

const cases: readonly (readonly [shows: string, searchable: JsonObject, externalId: string | null, text: string])[] = [
  ["every text at any depth", { a: "x", b: { c: "y", d: [{ e: "z" }, "w"] } }, null, "x\ny\nz\nw"],
  ["a text once, wherever it stands", { a: "x", b: ["x", { c: "x" }] }, "x", "x"],
  ["the externalId, which the searchable copy leaves out", { a: "x" }, "E-1", "E-1\nx"],
  ["no schemas, but what an attribute of one is called so", { schemas: ["urn:x"], b: { schemas: "y" } }, null, "y"],
  ["no numbers, booleans, names", { a: 1, b: true, c: [null], d: {} }, null, ""],
];

for (const [shows, searchable, externalId, text] of cases) {
  test(`a search text has ${shows}`, () => {
    assert.equal(searchText(searchable, externalId), text);
  });
}
