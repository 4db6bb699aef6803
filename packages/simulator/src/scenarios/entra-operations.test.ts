import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { enterpriseUserUrn } from "@rollcall/scim/urns.ts";
import { generatePeople } from "../people/generate-people.ts";
import {
  createdUser,
  foundAttributes,
  managerOperation,
  memberOperations,
  userOperations,
  wantedAttributes,
} from "./entra-operations.ts";
import { entraKey } from "./entra.ts";

describe("Entra ID's operations", () => {
  const [person] = generatePeople({ count: 1, seed: 5, domain: "example.com", key: entraKey });
  assert.ok(person);
  const sent = wantedAttributes(person);

  test("are none for somebody whose created user reads back as it was sent", () => {
    const found = foundAttributes(createdUser(person));
    assert.deepEqual(found, sent);
    assert.deepEqual(userOperations(found, sent, "assigned", "default"), []);
    assert.deepEqual(userOperations(found, sent, "assigned", "aadOptscim062020"), []);
  });

  const changed = { ...person, familyName: "New", email: "new@example.com", department: "Sales" };
  const emailPath = 'emails[type eq "work"].value';

  test("name a path in each in the default mode", () => {
    assert.deepEqual(userOperations(sent, wantedAttributes(changed), "assigned", "default"), [
      { op: "Replace", path: "name.familyName", value: "New" },
      { op: "Replace", path: emailPath, value: "new@example.com" },
      { op: "Replace", path: `${enterpriseUserUrn}:department`, value: "Sales" },
    ]);
  });

  test("gather what needs no filter under paths as keys in the flag mode", () => {
    assert.deepEqual(userOperations(sent, wantedAttributes(changed), "assigned", "aadOptscim062020"), [
      { op: "replace", path: emailPath, value: "new@example.com" },
      { op: "replace", value: { "name.familyName": "New", [`${enterpriseUserUrn}:department`]: "Sales" } },
    ]);
  });

  test("add what was absent", () => {
    const without = new Map([...sent].filter(([path]) => path !== "title"));
    assert.deepEqual(userOperations(without, sent, "assigned", "default"), [
      { op: "Add", path: "title", value: person.title },
    ]);
  });

  const spellings = [
    ["assigned", "default", "True"],
    ["disabled", "default", "False"],
    ["unassigned", "default", "false"],
    ["assigned", "aadOptscim062020", true],
    ["disabled", "aadOptscim062020", false],
    ["unassigned", "aadOptscim062020", false],
  ] as const;
  for (const [access, mode, value] of spellings) {
    test(`spell active as ${JSON.stringify(value)} for somebody ${access} in the mode ${mode}`, () => {
      const active = access === "assigned";
      const before = new Map<string, boolean>([["active", !active]]);
      assert.deepEqual(userOperations(before, new Map([["active", active]]), access, mode), [
        { op: mode === "default" ? "Replace" : "replace", path: "active", value },
      ]);
    });
  }

  test("set a manager by a bare string and take one away without a value", () => {
    const path = `${enterpriseUserUrn}:manager`;
    assert.deepEqual(managerOperation("m-1", false, "default"), { op: "Add", path, value: "m-1" });
    assert.deepEqual(managerOperation("m-1", true, "default"), { op: "Replace", path, value: "m-1" });
    assert.deepEqual(managerOperation("m-1", false, "aadOptscim062020"), { op: "add", path, value: "m-1" });
    assert.deepEqual(managerOperation(undefined, true, "default"), { op: "Remove", path });
  });

  test("remove members by a value list in the default mode and by a filter in the flag mode", () => {
    assert.deepEqual(memberOperations("remove", ["1", "2"], "default"), [
      {
        op: "Remove",
        path: "members",
        value: [
          { $ref: null, value: "1" },
          { $ref: null, value: "2" },
        ],
      },
    ]);
    assert.deepEqual(memberOperations("remove", ["1", "2"], "aadOptscim062020"), [
      { op: "remove", path: 'members[value eq "1"]' },
      { op: "remove", path: 'members[value eq "2"]' },
    ]);
    assert.deepEqual(memberOperations("add", ["1"], "aadOptscim062020"), [
      { op: "add", path: "members", value: [{ value: "1" }] },
    ]);
  });
});
