import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonValue, Resource } from "../resource.ts";
import { carriedSchemas } from "../schema/carried-schemas.ts";
import { userResourceType } from "../schema/core-resource-types.ts";
import { coreUserSchema } from "../schema/core-user.ts";
import { type ResourceType, resourceType } from "../schema/resource-type.ts";
import { schema } from "../schema/schema.ts";
import { ScimError } from "../scim-error.ts";
import { coreUserUrn } from "../urns.ts";
import { type ApplyPatchOptions, applyPatch, type PatchedResource } from "./apply-patch.ts";
import { parsePatchOp } from "./parse-patch-op.ts";
import { patchCases } from "./patch-cases.ts";

/** A stored user: `schemas` first, its id, a name, and what the case gives it. */
function user(values: Resource): Resource {
  const rest: Resource = { id: "7f1c", userName: "ann", ...values };
  return { schemas: carriedSchemas(userResourceType, rest), ...rest };
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null) Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}

function patch(
  type: ResourceType,
  resource: Resource,
  operations: JsonValue,
  options?: ApplyPatchOptions,
): PatchedResource | ScimError {
  try {
    return applyPatch(type, deepFreeze(resource), deepFreeze(parsePatchOp({ Operations: operations })), options);
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
}

for (const { shows, before, operations, after, detail, unknown } of patchCases) {
  test(shows, () => {
    const stored = user(before);
    const copy = structuredClone(stored);
    const result = patch(userResourceType, stored, structuredClone(operations) as unknown as JsonValue);
    assert.deepEqual(stored, copy);
    if (result instanceof ScimError) {
      assert.equal(result.scimType, after, result.message);
      if (detail !== undefined) assert.equal(result.message, detail);
      return;
    }
    if (after === "unchanged") {
      assert.equal(result.resource, stored, "the very resource comes back");
      assert.equal(result.changed, false);
      return;
    }
    assert.ok(typeof after === "object", `expected ${JSON.stringify(after)}, found ${JSON.stringify(result.resource)}`);
    assert.deepEqual(result, { resource: user(after), changed: true, unknown: unknown ?? [] });
  });
}

test("every case of the table is named once", () => {
  const names = patchCases.map(({ shows }) => shows);
  assert.deepEqual(names, [...new Set(names)]);
});

const strictRefusals: [string, JsonValue, string][] = [
  [
    "replace of what a filter does not find (R7644-3.5.2.3-08)",
    [{ op: "replace", path: 'emails[type eq "work"].value', value: "x@example.com" }],
    'noTarget operation 1: emails[type eq "work"].value: no value is selected by the filter',
  ],
  [
    "an unknown member (AMB-16)",
    [{ op: "replace", value: { title: "Dr", shoeSize: 38 } }],
    "invalidSyntax Not an attribute of User: shoeSize",
  ],
];

test("a strict application refuses what is otherwise tolerated", () => {
  for (const [shows, operations, expected] of strictRefusals) {
    const refusal = patch(userResourceType, user({}), operations, { strict: true });
    assert.ok(refusal instanceof ScimError, shows);
    assert.equal(`${refusal.scimType} ${refusal.message}`, expected);
  }
  const added = patch(
    userResourceType,
    user({}),
    [{ op: "add", path: 'emails[type eq "work"].value', value: "x@example.com" }],
    { strict: true },
  );
  assert.ok(!(added instanceof ScimError));
  assert.deepEqual(added.resource.emails, [{ type: "work", value: "x@example.com" }]);
});

const badgeUrn = "urn:example:badge:1.0";
const badged = resourceType({
  name: "User",
  endpoint: "/Users",
  description: "Users.",
  schema: coreUserSchema,
  extensions: [
    {
      schema: schema({
        id: badgeUrn,
        name: "Badge",
        description: "A badge.",
        attributes: [
          { name: "number", description: "Number.", mutability: "immutable" },
          { name: "floor", description: "Floor.", type: "integer" },
          { name: "tags", description: "Tags.", multiValued: true },
          {
            name: "doors",
            description: "Doors.",
            type: "complex",
            multiValued: true,
            subAttributes: [
              { name: "value", description: "Door.", required: true },
              { name: "lock", description: "Lock.", mutability: "immutable" },
            ],
          },
        ],
      }),
      required: true,
    },
  ],
});

test("immutable attributes are set once, and what is required in an extension stays (RFC 7643 section 7)", () => {
  const cases: [Resource, JsonValue, Resource | string][] = [
    [{ floor: 1 }, { op: "add", path: "number", value: "7" }, { floor: 1, number: "7" }],
    [{ number: "7" }, { op: "replace", path: `${badgeUrn}:number`, value: "7" }, { number: "7" }],
    [{ number: "7" }, { op: "replace", path: "number", value: "8" }, "mutability"],
    [{ number: "7" }, { op: "add", value: { [badgeUrn]: { number: "8" } } }, "mutability"],
    [{ number: "7", floor: 1 }, { op: "remove", path: "number" }, "mutability"],
    [{ floor: 1 }, { op: "remove", path: "number" }, { floor: 1 }],
    [{ floor: 1 }, { op: "remove", path: badgeUrn }, "mutability"],
    [{ floor: 1 }, { op: "remove", path: "floor" }, "invalidValue"],
    [{ floor: 1 }, { op: "replace", path: "floor", value: "2" }, "invalidValue"],
    [{ floor: 1 }, { op: "replace", path: "floor", value: 2 }, { floor: 2 }],
    [
      { doors: [{ value: "a" }] },
      { op: "add", path: "doors.lock", value: "x" },
      { doors: [{ value: "a", lock: "x" }] },
    ],
    [{ doors: [{ value: "a", lock: "x" }] }, { op: "add", path: 'doors[value eq "a"].lock', value: "y" }, "mutability"],
    [{ doors: [{ value: "a", lock: "x" }] }, { op: "remove", path: 'doors[value eq "a"].lock' }, "mutability"],
    [
      { doors: [{ value: "a", lock: "x" }] },
      { op: "add", path: "doors", value: [{ value: "A", lock: "y" }] },
      { doors: [{ value: "a", lock: "x" }] },
    ],
    [
      { doors: [{ value: "a", lock: "x" }], floor: 1 },
      { op: "remove", path: "doors", value: [{ value: "a" }] },
      { floor: 1 },
    ],
    [{ doors: [{ value: "a", lock: "x" }] }, { op: "remove", path: 'doors[value eq "a"].value' }, "mutability"],
    [{ doors: [{ value: "a" }] }, { op: "add", path: 'doors[lock eq "x"].lock', value: "x" }, "invalidValue"],
    [{ tags: ["a", "B"] }, { op: "add", path: "tags", value: ["b", "c"] }, { tags: ["a", "B", "c"] }],
    [{ tags: ["a", "B"] }, { op: "remove", path: "tags", value: ["A"] }, { tags: ["B"] }],
    [{ tags: ["a", "B"] }, { op: "remove", path: 'tags[value eq "b"]' }, { tags: ["a"] }],
    [{ tags: ["a", "B"] }, { op: "replace", path: 'tags[value eq "b"]', value: "x" }, { tags: ["a", "x"] }],
    [{ floor: 1 }, { op: "add", path: "tags", value: "a" }, { floor: 1, tags: ["a"] }],
  ];
  for (const [before, operation, after] of cases) {
    const stored = { schemas: [coreUserUrn, badgeUrn], userName: "ann", [badgeUrn]: before };
    const result = patch(badged, stored, [operation]);
    if (result instanceof ScimError) assert.equal(result.scimType, after, JSON.stringify(operation));
    else assert.deepEqual(result.resource[badgeUrn], after, JSON.stringify(operation));
  }
});

test("what many operations may pile up is bounded like one body", () => {
  const urns = Array.from({ length: 51 }, (_, index) => ({ op: "add", path: `urn:example:ext${index}:a`, value: 1 }));
  const tooMany = patch(userResourceType, user({}), urns);
  assert.ok(tooMany instanceof ScimError);
  assert.equal(tooMany.message, "more than 50 extensions that are not known");
  const lists = Array.from({ length: 11 }, (_, index) => ({
    op: "add",
    path: `urn:example:ext:a${index}`,
    value: Array.from({ length: 1000 }, () => 1),
  }));
  const tooLarge = patch(userResourceType, user({}), lists);
  assert.ok(tooLarge instanceof ScimError);
  assert.equal(tooLarge.message, "urn:example:ext: more than 10000 values");
});

test("a thousand operations on thousands of values are refused instead of carried out for minutes", () => {
  const emails = Array.from({ length: 20_000 }, (_, index) => ({ value: `${index}@example.com` }));
  const operations = Array.from({ length: 1000 }, () => ({
    op: "replace",
    path: 'emails[type eq "x"].display',
    value: "x",
  }));
  const refusal = patch(userResourceType, user({ emails }), operations);
  assert.ok(refusal instanceof ScimError);
  assert.match(refusal.message, /^operation \d+: so many operations on so many values are refused/);
});

test("a password in an unknown extension is dropped, named by a path or in a value", () => {
  const urn = "urn:example:hr:1.0:User";
  for (const operation of [
    { op: "add", path: `${urn}:password`, value: "t1me" },
    { op: "replace", path: `${urn}:access.Password`, value: { value: "t1me" } },
    { op: "add", path: urn, value: { badge: "B-7", password: "t1me" } },
    { op: "add", value: { [urn]: { badge: "B-7", PASSWORD: "t1me" } } },
    { op: "add", value: { [`${urn}:password`]: "t1me" } },
  ]) {
    const patched = patch(userResourceType, user({ [urn]: { badge: "B-7" } }), [operation]);
    assert.ok(!(patched instanceof ScimError), JSON.stringify(operation));
    assert.deepEqual([patched.changed, patched.resource[urn]], [false, { badge: "B-7" }], JSON.stringify(operation));
  }
});

test("hostile shapes of what nobody knows take no long time", () => {
  const keys = (prefix: string) =>
    Object.fromEntries(Array.from({ length: 4900 }, (_, index) => [`${prefix}${index}`, 1]));
  const merged = patch(userResourceType, user({ "urn:example:ext": keys("a") }), [
    { op: "add", path: "urn:example:ext", value: keys("b") },
  ]);
  assert.ok(!(merged instanceof ScimError));
  assert.equal(Object.keys(merged.resource["urn:example:ext"] as Resource).length, 9800);
  const list = (from: number) => Array.from({ length: 5000 }, (_, index) => from + index);
  const added = patch(userResourceType, user({ "urn:example:ext": { a: list(0) } }), [
    { op: "add", path: "urn:example:ext:a", value: list(5000) },
  ]);
  assert.ok(added instanceof ScimError);
  assert.match(added.message, /so many operations on so many values/);
  const unknown = Object.fromEntries(
    Array.from({ length: 30_000 }, (_, index) => [`members[value eq "${index}"].x y`, 1]),
  );
  const dropped = patch(userResourceType, user({}), [{ op: "add", value: unknown }]);
  assert.ok(!(dropped instanceof ScimError));
  assert.equal(dropped.unknown.length, 100);
});

test("thousands of values are added to and removed from thousands in one go, and 5,000 is the most", () => {
  const values = (from: number) =>
    Array.from({ length: 3_000 }, (_, index) => ({ value: `${from + index}@example.com` }));
  const add = (from: number) => ({ op: "add", path: "emails", value: values(from) });
  const added = patch(userResourceType, user({ emails: values(0) }), [add(2_000)]);
  assert.ok(!(added instanceof ScimError));
  assert.equal((added.resource.emails as JsonValue[]).length, 5_000);
  const removed = patch(userResourceType, added.resource, [{ op: "remove", path: "emails", value: values(1_000) }]);
  assert.ok(!(removed instanceof ScimError));
  assert.equal((removed.resource.emails as JsonValue[]).length, 2_000);
  const tooMany = patch(userResourceType, user({ emails: values(0) }), [add(2_001)]);
  assert.ok(tooMany instanceof ScimError);
  assert.equal(tooMany.message, "emails: expected at most 5000 values, found 5001");
});
