import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject, JsonValue } from "../resource.ts";
import { dropBulkReferences, findBulkReferences, resolveBulkReferences } from "./bulk-references.ts";

const ids = new Map([
  ["u1", "id-1"],
  ["u 2", "id-2"],
]);

const cases: readonly [string, JsonValue, string[], JsonValue][] = [
  ["R7644-3.7.2-01: a value", { value: "bulkId:u1" }, ["u1"], { value: "id-1" }],
  [
    "a value in an extension",
    { "urn:x:User": { manager: { value: "bulkId:u 2" } } },
    ["u 2"],
    { "urn:x:User": { manager: { value: "id-2" } } },
  ],
  [
    "ROWN-15-02: the filter of a path",
    { path: 'members[value eq "bulkId:u1"]' },
    ["u1"],
    { path: 'members[value eq "id-1"]' },
  ],
  [
    "two in one filter",
    'value eq "bulkId:u1" or value eq "bulkId:u 2"',
    ["u1", "u 2"],
    'value eq "id-1" or value eq "id-2"',
  ],
  ["the end of a reference", "../Users/bulkId:u1", ["u1"], "../Users/id-1"],
  ["an unknown one stays", ["bulkId:u3", "bulkId:u1"], ["u3", "u1"], ["bulkId:u3", "id-1"]],
  ["a text that merely mentions it", { title: "The bulkId:u1 person" }, [], { title: "The bulkId:u1 person" }],
  ["a bulkId that holds the prefix itself", "bulkId:bulkId:u1", ["bulkId:u1"], "bulkId:bulkId:u1"],
];
for (const [name, value, found, resolved] of cases) {
  test(`bulk references: ${name}`, () => {
    assert.deepEqual([...findBulkReferences(value)], found);
    assert.deepEqual(resolveBulkReferences(value, ids), resolved);
  });
}

test("resources that refer to each other are created without the references", () => {
  const group: JsonObject = {
    displayName: "A",
    members: [{ value: "bulkId:b", display: "B" }, { value: "7f1c" }],
    manager: { value: "bulkId:b", displayName: "Bo" },
  };
  assert.deepEqual(dropBulkReferences(group, new Set(["b"])), { displayName: "A", members: [{ value: "7f1c" }] });
  assert.deepEqual(dropBulkReferences(group, new Set(["c"])), group);
});
