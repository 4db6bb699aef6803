import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isObject, type JsonValue, type Resource } from "../resource.ts";
import { ScimError } from "../scim-error.ts";
import { coreGroupUrn, coreUserUrn, enterpriseUserUrn } from "../urns.ts";
import type { AttributeTable } from "./attribute.ts";
import { coerceAttributeValue } from "./coerce-value.ts";
import { groupResourceType, userResourceType } from "./core-resource-types.ts";
import { projectResource } from "./project-attributes.ts";
import { parseProjection } from "./projection.ts";
import type { ResourceType } from "./resource-type.ts";
import { validateResource } from "./validate-resource.ts";

/** fast-check prints the seed and the smallest case of a failure. */
const runs = { numRuns: 3000 };
const types = [userResourceType, groupResourceType];

function namesOf(table: AttributeTable): string[] {
  return [...table.values()].flatMap((attribute) => [attribute.name, ...namesOf(attribute.subAttributes)]);
}

const knownNames = [
  ...new Set([
    ...types.flatMap((type) => namesOf(type.attributes)),
    ...userResourceType.extensions.flatMap((extension) => namesOf(extension.schema.attributes)),
    coreUserUrn,
    coreGroupUrn,
    enterpriseUserUrn,
    `${enterpriseUserUrn}:department`,
    `${enterpriseUserUrn}:nope`,
    "urn:example:unknown",
    "name.givenName",
    "__proto__",
    "constructor",
    "toString",
  ]),
];

/** Names that mean something, in odd case now and then, and names that do not. */
const name = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(...knownNames) },
  { weight: 2, arbitrary: fc.constantFrom(...knownNames).map((known) => known.toUpperCase()) },
  { weight: 1, arbitrary: fc.string() },
);
const scalar = fc.oneof(
  fc.constantFrom<JsonValue>(
    "",
    "ann",
    "True",
    "work",
    null,
    true,
    false,
    0,
    -0,
    7,
    1.5,
    "QQ==",
    "a b",
    "\u0000",
    "\ud800",
  ),
  fc.string(),
);
const { body } = fc.letrec<{ body: Record<string, JsonValue>; value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar,
    tie("body"),
    fc.array(tie("value"), { maxLength: 3 }),
  ),
  body: fc.dictionary(name, tie("value"), { maxKeys: 5, noNullPrototype: true }),
}));
/** A body that stands a chance: its required attributes are right, unless the generated part overwrites them. */
const likelyBody = body.map((generated) => ({ userName: "ann", displayName: "Lab", ...generated }));
const anyBody = fc.oneof(likelyBody, body, fc.jsonValue({ maxDepth: 20 })) as fc.Arbitrary<JsonValue>;

function validated(type: ResourceType, sent: JsonValue): Resource | undefined {
  try {
    return validateResource(type, sent).resource;
  } catch (error) {
    if (error instanceof ScimError) return undefined;
    throw error;
  }
}

function assertNothingEmpty(value: JsonValue): void {
  assert.notEqual(value, null);
  assert.notEqual(value, "");
  if (typeof value !== "object" || value === null) return;
  const inner = Array.isArray(value) ? value : Object.values(value);
  assert.notEqual(inner.length, 0);
  for (const member of inner) assertNothingEmpty(member);
}

test("whatever is sent is read or refused with a ScimError, and what was read is canonical", () => {
  let read = 0;
  fc.assert(
    fc.property(fc.constantFrom(...types), anyBody, (type, sent) => {
      const resource = validated(type, sent);
      if (resource === undefined) return;
      read += 1;
      assertNothingEmpty(resource);
      assert.deepEqual(
        Object.keys(resource).filter((key) => ["id", "meta", "groups", "password"].includes(key)),
        [],
      );
      assert.equal((resource.schemas as string[])[0], type.schema.id);
      assert.deepEqual(JSON.stringify(JSON.parse(JSON.stringify(resource))), JSON.stringify(resource));
    }),
    runs,
  );
  // Guards the generator: a property over bodies that are all refused would show nothing.
  assert.ok(read > runs.numRuns / 10, `only ${read} bodies were read`);
});

test("reading what was read changes nothing and notes nothing but the form of texts", () => {
  fc.assert(
    fc.property(fc.constantFrom(...types), likelyBody, (type, sent) => {
      const resource = validated(type, sent);
      if (resource === undefined) return;
      const { dialects, ...again } = validateResource(type, resource);
      assert.deepEqual(again, { resource, unknown: [] });
      // The form of a text is kept as it was sent, so that it is noted again.
      assert.deepEqual(
        dialects.filter((name) => !name.startsWith("form.")),
        [],
      );
    }),
    runs,
  );
});

test("coercing a coerced value changes nothing", () => {
  const attributes = types
    .flatMap((type) => [...type.attributes.values()])
    .filter((found) => found.mutability !== "readOnly");
  fc.assert(
    fc.property(fc.constantFrom(...attributes), fc.oneof(scalar, body, fc.array(body)), (attribute, sent) => {
      let coerced: JsonValue | undefined;
      try {
        coerced = coerceAttributeValue(attribute, sent, attribute.name);
      } catch (error) {
        assert.ok(error instanceof ScimError);
        return;
      }
      if (coerced !== undefined) assert.deepEqual(coerceAttributeValue(attribute, coerced, attribute.name), coerced);
    }),
    runs,
  );
});

/** Whether `part` is `whole` with members and elements left out. */
function isPartOf(part: JsonValue, whole: JsonValue | undefined): boolean {
  if (Array.isArray(part))
    return Array.isArray(whole) && part.every((element) => whole.some((one) => isPartOf(element, one)));
  if (!isObject(part)) return Object.is(part, whole);
  return (
    isObject(whole) &&
    Object.keys(part).every((key) => Object.hasOwn(whole, key) && isPartOf(part[key] as JsonValue, whole[key]))
  );
}

test("a projection keeps what is always returned and adds nothing (R7644-3.9-03, R7644-3.9-04)", () => {
  const paths = fc
    .array(
      fc.oneof(
        name,
        fc.tuple(name, name).map(([first, second]) => `${first}.${second}`),
      ),
      { minLength: 1, maxLength: 4 },
    )
    .filter((list) => list.some((path) => path.trim() !== ""));
  fc.assert(
    fc.property(fc.constantFrom(...types), likelyBody, paths, fc.boolean(), (type, sent, names, only) => {
      const read = validated(type, sent);
      if (read === undefined) return;
      const resource = { ...read, id: "7f1c", meta: { resourceType: type.name } };
      const projection = only ? parseProjection(names, undefined) : parseProjection(undefined, names);
      const projected = projectResource(type, resource, projection);
      assert.deepEqual([projected.schemas, projected.id], [read.schemas, "7f1c"]);
      assert.ok(isPartOf(projected, resource));
      assert.deepEqual(projectResource(type, projected, projection), projected);
    }),
    runs,
  );
});
