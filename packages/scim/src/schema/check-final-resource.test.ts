import assert from "node:assert/strict";
import { test } from "node:test";
import type { Resource } from "../resource.ts";
import { ScimError } from "../scim-error.ts";
import { enterpriseUserUrn } from "../urns.ts";
import { checkFinalResource } from "./check-final-resource.ts";
import { groupResourceType, userResourceType } from "./core-resource-types.ts";
import { coreUserSchema } from "./core-user.ts";
import { enterpriseUserSchema } from "./enterprise-user.ts";
import { type ResourceType, resourceType } from "./resource-type.ts";
import { schema } from "./schema.ts";

const badgeSchema = schema({
  id: "urn:example:badge",
  name: "Badge",
  description: "A badge.",
  attributes: [
    { name: "number", description: "Number.", required: true },
    {
      name: "doors",
      description: "Doors.",
      type: "complex",
      multiValued: true,
      subAttributes: [{ name: "value", description: "Door.", required: true }],
    },
  ],
});

const badgedUser = (required: boolean): ResourceType =>
  resourceType({
    name: "User",
    endpoint: "/Users",
    description: "Users.",
    schema: coreUserSchema,
    extensions: [
      { schema: enterpriseUserSchema, required: false },
      { schema: badgeSchema, required },
    ],
  });

const doors = (count: number) => Array.from({ length: count }, (_, index) => ({ value: `${index}` }));

function check(type: ResourceType, resource: Resource): string {
  try {
    checkFinalResource(type, resource);
  } catch (error) {
    if (error instanceof ScimError) return `${error.scimType} ${error.message}`;
    throw error;
  }
  return "accepted";
}

test("a finished resource has its required attributes and extensions, and one primary value (ROWN-13-02)", () => {
  const cases: [ResourceType, Resource, string][] = [
    [userResourceType, { userName: "ann" }, "accepted"],
    [badgedUser(false), { userName: "ann", "urn:example:badge": { number: "1", doors: doors(5_000) } }, "accepted"],
    [
      badgedUser(false),
      { userName: "ann", "urn:example:badge": { number: "1", doors: doors(5_001) } },
      "invalidValue urn:example:badge:doors: expected at most 5000 values, found 5001",
    ],
    [userResourceType, {}, "invalidValue userName: a value is required and was not given"],
    [groupResourceType, {}, "invalidValue displayName: a value is required and was not given"],
    [groupResourceType, { displayName: "Lab" }, "accepted"],
    [userResourceType, { userName: "ann", [enterpriseUserUrn]: { department: "Lab" } }, "accepted"],
    [
      userResourceType,
      {
        userName: "ann",
        emails: [
          { value: "a", primary: true },
          { value: "b", primary: true },
        ],
      },
      "invalidValue emails: 2 values are marked primary, at most one may be",
    ],
    [userResourceType, { userName: "ann", emails: [{ value: "a", primary: true }, { primary: false }] }, "accepted"],
    [badgedUser(false), { userName: "ann" }, "accepted"],
    [
      badgedUser(true),
      { userName: "ann" },
      "invalidValue urn:example:badge: the extension is required and was not given",
    ],
    [
      badgedUser(false),
      { userName: "ann", "urn:example:badge": { doors: [{ value: "1" }] } },
      "invalidValue urn:example:badge:number: a value is required and was not given",
    ],
    [
      badgedUser(false),
      { userName: "ann", "urn:example:badge": { number: "7", doors: [{ value: "1" }, { type: "back" }] } },
      "invalidValue urn:example:badge:doors[1].value: a value is required and was not given",
    ],
    [badgedUser(true), { userName: "ann", "urn:example:badge": { number: "7" } }, "accepted"],
  ];
  for (const [type, resource, expected] of cases) assert.equal(check(type, resource), expected);
});

test("an inherited property is no value", () => {
  assert.equal(
    check(userResourceType, Object.create({ userName: "ann" }) as Resource),
    "invalidValue userName: a value is required and was not given",
  );
});
