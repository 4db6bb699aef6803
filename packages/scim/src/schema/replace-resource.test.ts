import assert from "node:assert/strict";
import { test } from "node:test";
import type { Resource } from "../resource.ts";
import { ScimError } from "../scim-error.ts";
import { coreUserUrn, enterpriseUserUrn } from "../urns.ts";
import { groupResourceType, userResourceType } from "./core-resource-types.ts";
import { replaceResource } from "./replace-resource.ts";
import { resourceType } from "./resource-type.ts";
import { schema } from "./schema.ts";

const text = (name: string) => ({ name, description: "Text." });
const badgeSchema = schema({
  id: "urn:example:badge",
  name: "Badge",
  description: "A badge.",
  attributes: [
    { ...text("number"), mutability: "immutable" },
    { ...text("pin"), mutability: "writeOnly", returned: "never" },
    { ...text("printed"), mutability: "readOnly" },
    text("colour"),
    { ...text("owner"), type: "complex", subAttributes: [{ ...text("value"), mutability: "immutable" }, text("note")] },
  ],
});
const badgedUser = resourceType({
  name: "User",
  endpoint: "/Users",
  description: "Users.",
  schema: userResourceType.schema,
  extensions: [{ schema: badgeSchema, required: false }],
});
const core = [coreUserUrn];
const badged = [coreUserUrn, "urn:example:badge"];

test("a replace clears what was not sent (ROWN-12-01, ROWN-12-02)", () => {
  const stored = {
    schemas: [coreUserUrn, enterpriseUserUrn, "urn:example:unknown"],
    userName: "ann",
    title: "Dr",
    nickName: "A",
    name: { givenName: "Ann", familyName: "Example" },
    emails: [{ value: "a@example.com" }],
    [enterpriseUserUrn]: { department: "Lab" },
    "urn:example:unknown": { a: 1 },
  };
  const sent = { schemas: core, userName: "ann", title: "Prof", name: { givenName: "Ann" } };
  assert.deepEqual(replaceResource(userResourceType, stored, sent), sent);
  assert.deepEqual(
    replaceResource(groupResourceType, { schemas: ["x"], displayName: "Lab", externalId: "1" }, { displayName: "Lab" }),
    { displayName: "Lab", schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"] },
  );
});

test("active keeps its stored value when it was not sent (AMB-20)", () => {
  const cases: [Resource, Resource, Resource][] = [
    [{ userName: "ann", active: false }, { userName: "ann" }, { userName: "ann", active: false }],
    [{ userName: "ann", active: true }, { userName: "ann" }, { userName: "ann", active: true }],
    [
      { userName: "ann", active: false },
      { userName: "ann", active: true },
      { userName: "ann", active: true },
    ],
    [{ userName: "ann" }, { userName: "ann" }, { userName: "ann" }],
  ];
  for (const [stored, sent, expected] of cases) {
    assert.deepEqual(replaceResource(userResourceType, stored, sent), { ...expected, schemas: core });
  }
});

test("an immutable value is set once, kept when not sent, and refused when another is sent (R7644-3.5.1-06)", () => {
  const badge = (container: Resource): Resource => ({ userName: "ann", "urn:example:badge": container });
  const cases: [Resource, Resource, Resource][] = [
    [{ userName: "ann" }, badge({ number: "7" }), badge({ number: "7" })],
    [badge({ number: "7" }), badge({ number: "7", colour: "red" }), badge({ number: "7", colour: "red" })],
    [badge({ number: "7", colour: "red" }), { userName: "ann" }, badge({ number: "7" })],
    [badge({ pin: "1", printed: "2", colour: "red" }), badge({}), badge({ pin: "1", printed: "2" })],
    [
      badge({ owner: { value: "o", note: "n" } }),
      badge({ owner: { note: "m" } }),
      badge({ owner: { note: "m", value: "o" } }),
    ],
    [badge({ owner: { value: "o", note: "n" } }), { userName: "ann" }, badge({ owner: { value: "o" } })],
  ];
  for (const [stored, sent, expected] of cases) {
    assert.deepEqual(replaceResource(badgedUser, stored, sent), { ...expected, schemas: badged });
  }
  const refusals: [Resource, Resource, string][] = [
    [badge({ number: "7" }), badge({ number: "8" }), "urn:example:badge:number"],
    [badge({ owner: { value: "o" } }), badge({ owner: { value: "p" } }), "urn:example:badge:owner.value"],
  ];
  for (const [stored, sent, path] of refusals) {
    assert.throws(
      () => replaceResource(badgedUser, stored, sent),
      new ScimError("mutability", `${path}: the value cannot be changed once it is set`),
    );
  }
});

test("neither the stored nor the sent resource is changed", () => {
  const stored = { userName: "ann", active: true, "urn:example:badge": { number: "7", owner: { value: "o" } } };
  const sent = { userName: "bo", "urn:example:badge": { colour: "red" } };
  const before = structuredClone([stored, sent]);
  replaceResource(badgedUser, stored, sent);
  assert.deepEqual([stored, sent], before);
});
