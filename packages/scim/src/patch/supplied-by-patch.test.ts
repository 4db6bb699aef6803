import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../resource.ts";
import { userResourceType } from "../schema/core-resource-types.ts";
import { suppliedByBody, type SuppliedAttributes } from "../schema/supplied-attributes.ts";
import { enterpriseUserUrn } from "../urns.ts";
import { parsePatchOp } from "./parse-patch-op.ts";
import { suppliedByPatch } from "./supplied-by-patch.ts";

/** The names in a tree as nested objects, which read better. */
function plain(supplied: SuppliedAttributes): JsonObject {
  return Object.fromEntries([...supplied].map(([name, below]) => [name, plain(below)]));
}

const enterprise = enterpriseUserUrn.toLowerCase();
const cases: readonly (readonly [operation: JsonObject, supplied: JsonObject])[] = [
  [{ op: "replace", path: "title", value: "Dr" }, { title: {} }],
  [{ op: "add", path: "name", value: { GivenName: "Ann" } }, { name: { givenname: {} } }],
  [{ op: "add", path: "name.givenName", value: "Ann" }, { name: { givenname: {} } }],
  [{ op: "add", path: "emails", value: [{ value: "a" }, { type: "work" }] }, { emails: { value: {}, type: {} } }],
  [{ op: "replace", path: 'emails[type eq "work"].value', value: "a" }, { emails: { value: {} } }],
  [{ op: "replace", path: `${enterpriseUserUrn}:department`, value: "Lab" }, { [enterprise]: { department: {} } }],
  [{ op: "replace", path: "department", value: "Lab" }, { [enterprise]: { department: {} } }],
  [
    { op: "add", path: enterpriseUserUrn, value: { manager: { value: "7f1c" } } },
    { [enterprise]: { manager: { value: {} } } },
  ],
  [
    { op: "add", value: { title: "Dr", "name.givenName": "Ann", [`${enterpriseUserUrn}:division`]: "North" } },
    { title: {}, name: { givenname: {} }, [enterprise]: { division: {} } },
  ],
  [
    { op: "add", value: { [enterpriseUserUrn]: { department: "Lab", "manager.value": "7f1c" } } },
    { [enterprise]: { department: {}, manager: { value: {} } } },
  ],
  [{ op: "remove", path: "title" }, { title: {} }],
  [{ op: "add", value: { nope: 1, "a..b": 2, title: "Dr" } }, { title: {} }],
];
for (const [operation, supplied] of cases) {
  test(`${JSON.stringify(operation)} supplies ${JSON.stringify(supplied)}`, () => {
    const operations = parsePatchOp({ Operations: [operation] });
    assert.deepEqual(plain(suppliedByPatch(userResourceType, operations)), supplied);
  });
}

test("a body supplies what it names, in all elements of its arrays", () => {
  const sent = { userName: "ann", emails: [{ value: "a" }, { type: "work" }], name: { givenName: "Ann" } };
  const supplied = { username: {}, emails: { value: {}, type: {} }, name: { givenname: {} } };
  assert.deepEqual(plain(suppliedByBody(sent)), supplied);
});
