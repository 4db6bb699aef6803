import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonValue } from "../resource.ts";
import { ScimError } from "../scim-error.ts";
import { coreGroupUrn, coreUserUrn, enterpriseUserUrn, patchOpUrn } from "../urns.ts";
import { groupResourceType, userResourceType } from "./core-resource-types.ts";
import { type ValidateOptions, validateResource } from "./validate-resource.ts";

const unknownUrn = "urn:example:params:scim:schemas:extension:badge:2.0:User";

function refusal(body: JsonValue | undefined, options: ValidateOptions = {}, type = userResourceType): string {
  try {
    validateResource(type, body, options);
  } catch (error) {
    if (error instanceof ScimError) return `${error.scimType} ${error.message}`;
    throw error;
  }
  return "accepted";
}

const user = (more: Record<string, JsonValue>): JsonValue => ({ schemas: [coreUserUrn], userName: "ann", ...more });

test("a user is read into the canonical form, whatever the case of its names (R7643-2.1-01)", () => {
  assert.deepEqual(
    validateResource(userResourceType, {
      SCHEMAS: [coreUserUrn.toUpperCase(), enterpriseUserUrn],
      username: "Ann@Example.com",
      EXTERNALID: "A1",
      Name: { GIVENNAME: "Ann", familyName: "Example" },
      emails: [{ value: "ann@example.com", Type: "work", primary: true }],
      active: true,
      [enterpriseUserUrn.toUpperCase()]: { Department: "Lab", manager: { value: "7f1c" } },
    }),
    {
      resource: {
        schemas: [coreUserUrn, enterpriseUserUrn],
        userName: "Ann@Example.com",
        externalId: "A1",
        name: { givenName: "Ann", familyName: "Example" },
        emails: [{ value: "ann@example.com", type: "work", primary: true }],
        active: true,
        [enterpriseUserUrn]: { department: "Lab", manager: { value: "7f1c" } },
      },
      unknown: [],
      dialects: [],
    },
  );
});

test("a group keeps of each member what the schema knows (R7643-4.2-01)", () => {
  assert.deepEqual(
    validateResource(groupResourceType, {
      schemas: [coreGroupUrn, "http://schemas.example.com/directory/Group"],
      displayName: "Lab",
      members: [{ $ref: null, value: "7f1c", displayName: "Ann" }, "9a", { value: "9a" }],
    }),
    {
      resource: { schemas: [coreGroupUrn], displayName: "Lab", members: [{ value: "7f1c" }, { value: "9a" }] },
      unknown: ["members.displayName"],
      dialects: ["multi-valued.bare-value", "schemas.unknown-urn"],
    },
  );
});

test("what is read-only is ignored and what is unassigned is not kept (R7644-3.3-01, R7643-2.5-01)", () => {
  assert.deepEqual(
    validateResource(
      userResourceType,
      user({
        id: 7,
        meta: { created: "never" },
        groups: [{ value: "admins" }],
        title: null,
        nickName: "",
        roles: [],
        addresses: null,
        name: { middleName: "" },
        [enterpriseUserUrn]: { department: null, manager: { displayName: "Bo" } },
      }),
    ),
    { resource: { schemas: [coreUserUrn], userName: "ann" }, unknown: [], dialects: [] },
  );
});

test("a password is checked and dropped (R7643-4.1.1-pw1)", () => {
  assert.deepEqual(validateResource(userResourceType, user({ password: "a secret" })).resource, {
    schemas: [coreUserUrn],
    userName: "ann",
  });
  assert.equal(refusal(user({ password: 7 })), "invalidValue password: expected a string, found a number");
});

test("schemas is computed from what is carried; what was sent decides nothing (AMB-17, AMB-18)", () => {
  const cases: [JsonValue | undefined, string[]][] = [
    [undefined, ["schemas.base-missing"]],
    [null, ["schemas.base-missing"]],
    [[], ["schemas.base-missing"]],
    [coreUserUrn, []],
    [[coreUserUrn], []],
    [[coreUserUrn, coreUserUrn, null], []],
    [[coreUserUrn, enterpriseUserUrn], []],
    [["urn:scim:schemas:core:1.0"], ["schemas.base-missing", "schemas.unknown-urn"]],
    [[coreUserUrn, unknownUrn], ["schemas.unknown-urn"]],
  ];
  for (const [schemas, dialects] of cases) {
    assert.deepEqual(
      validateResource(userResourceType, { ...(schemas === undefined ? {} : { schemas }), userName: "ann" }),
      { resource: { schemas: [coreUserUrn], userName: "ann" }, unknown: [], dialects },
    );
  }
  const refusals: [JsonValue, string][] = [
    [[coreGroupUrn], "missing"],
    [[enterpriseUserUrn, patchOpUrn], "missing"],
    [[coreUserUrn, coreGroupUrn], "accepted"],
  ];
  for (const [schemas, expected] of refusals) {
    const wanted = expected === "missing" ? `invalidSyntax schemas: ${coreUserUrn} is missing` : expected;
    assert.equal(refusal({ schemas, userName: "ann" }), wanted);
  }
  assert.equal(refusal({ schemas: 7 }), "invalidValue schemas: expected a string, found a number");
  assert.equal(refusal({ schemas: [coreUserUrn, {}] }), "invalidValue schemas[1]: expected a string, found an object");
});

test("an extension attribute is understood wherever clients put it (AMB-12, AMB-15)", () => {
  const expected = {
    schemas: [coreUserUrn, enterpriseUserUrn],
    userName: "ann",
    [enterpriseUserUrn]: { department: "Lab" },
  };
  const cases: [Record<string, JsonValue>, string[]][] = [
    [{ [enterpriseUserUrn]: { department: "Lab" } }, []],
    [{ [enterpriseUserUrn]: [{ department: "Lab" }] }, ["complex.array-of-one"]],
    [{ [`${enterpriseUserUrn}:department`]: "Lab" }, ["body.flat-urn-key"]],
    [{ [`${enterpriseUserUrn}:DEPARTMENT`.toUpperCase()]: "Lab" }, ["body.flat-urn-key"]],
    [{ department: "Lab" }, ["path.unqualified-extension-attribute"]],
    [{ Department: "Lab", [enterpriseUserUrn]: {} }, ["path.unqualified-extension-attribute"]],
  ];
  for (const [more, dialects] of cases) {
    assert.deepEqual(validateResource(userResourceType, user(more)), { resource: expected, unknown: [], dialects });
  }
});

test("the value in the right place wins over one out of place, which is noted when it differs", () => {
  const { resource, unknown } = validateResource(
    userResourceType,
    user({
      department: null,
      division: "East",
      organization: "Example",
      [enterpriseUserUrn]: { department: "Lab", division: "West", organization: "Example" },
      [`${enterpriseUserUrn}:manager`]: "7f1c",
      [`${coreUserUrn}:title`]: "Dr",
      [`${coreUserUrn}:userName`]: "bo",
    }),
  );
  assert.deepEqual(resource, {
    schemas: [coreUserUrn, enterpriseUserUrn],
    userName: "ann",
    [enterpriseUserUrn]: { department: "Lab", division: "West", organization: "Example", manager: { value: "7f1c" } },
    title: "Dr",
  });
  assert.deepEqual(unknown, ["division", `${coreUserUrn}:userName`]);
});

test("attributes in a container of the base schema's URN belong to the resource itself", () => {
  assert.deepEqual(validateResource(userResourceType, { [coreUserUrn]: { USERNAME: "ann", title: "Dr", id: "1" } }), {
    resource: { schemas: [coreUserUrn], userName: "ann", title: "Dr" },
    unknown: [`${coreUserUrn}:id`],
    dialects: ["body.base-schema-container", "schemas.base-missing"],
  });
});

test("the container of an unknown extension is kept and read back, with its URN in schemas", () => {
  const body = user({
    [unknownUrn]: { Badge: "A1", level: 3.5, on: false, doors: ["1", null, ""], deep: { er: [{ x: {} }] }, none: null },
  });
  const expected = {
    schemas: [coreUserUrn, unknownUrn],
    userName: "ann",
    [unknownUrn]: { Badge: "A1", level: 3.5, on: false, doors: ["1"] },
  };
  assert.deepEqual(validateResource(userResourceType, body), { resource: expected, unknown: [], dialects: [] });
  assert.deepEqual(validateResource(userResourceType, user({ [unknownUrn]: { none: "" } })).resource, {
    schemas: [coreUserUrn],
    userName: "ann",
  });
});

test("a password in the container of an unknown extension is dropped, at any depth and in any case", () => {
  const container = {
    badge: "B-7",
    Password: "t1me",
    access: [{ door: 2, password: { value: "x" } }, { PASSWORD: "y" }],
  };
  const read = validateResource(userResourceType, { userName: "ann", "urn:example:hr:1.0": container });
  assert.deepEqual(read.resource["urn:example:hr:1.0"], { badge: "B-7", access: [{ door: 2 }] });
});

test("the container of an unknown extension is bounded", () => {
  const nested = (levels: number) => JSON.parse(`{"a":`.repeat(levels - 1) + '{"b":1}' + "}".repeat(levels - 1));
  const wide = (count: number) => ({ list: Array.from({ length: count }, () => 1) });
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`urn:example:e${index}`, { a: 1 }]));
  const cases: [Record<string, JsonValue>, string][] = [
    [{ [unknownUrn]: nested(16) }, "accepted"],
    [{ [unknownUrn]: nested(17) }, `invalidSyntax ${unknownUrn}: more than 16 levels of objects and arrays`],
    [{ [unknownUrn]: wide(9_998) }, "accepted"],
    [{ [unknownUrn]: wide(9_999) }, `invalidValue ${unknownUrn}: more than 10000 values`],
    [{ [unknownUrn]: { a: "\u0000" } }, `invalidValue ${unknownUrn}: U+0000 at position 1 cannot be stored`],
    [
      { [unknownUrn]: { "\ud800": 1 } },
      `invalidValue A name in ${unknownUrn}: half of a surrogate pair at position 1 cannot be stored`,
    ],
    [{ [unknownUrn]: { a: JSON.parse("-1e999") } }, `invalidValue ${unknownUrn}: the number is too large`],
    [many(50), "accepted"],
    [many(51), "invalidValue The body: more than 50 extensions that are not known"],
  ];
  for (const [more, expected] of cases) assert.equal(refusal(user(more)), expected);
});

test("other unknown names are noted and not kept (AMB-16)", () => {
  assert.deepEqual(
    validateResource(
      userResourceType,
      user({
        favouriteColour: "blue",
        "name.givenName": "Ann",
        "urn:example:flat": "text",
        "urn:example:spa ce": { a: 1 },
        [`${enterpriseUserUrn}:nope`]: { a: 1 },
        [`${coreUserUrn}:nope`]: { a: 1 },
        [coreGroupUrn]: { displayName: "Lab" },
        name: { nick: "A" },
        toString: "x",
      }),
    ),
    {
      resource: { schemas: [coreUserUrn], userName: "ann" },
      unknown: [
        "favouriteColour",
        "name.givenName",
        "urn:example:flat",
        "urn:example:spa ce",
        `${enterpriseUserUrn}:nope`,
        `${coreUserUrn}:nope`,
        coreGroupUrn,
        "name.nick",
        "toString",
      ],
      dialects: [],
    },
  );
});

test("strict mode refuses unknown names and wrong schemas (AMB-16, AMB-18, R7643-3-01)", () => {
  const strict = { strict: true };
  const cases: [JsonValue, string][] = [
    [user({}), "accepted"],
    [{ userName: "ann" }, `invalidSyntax schemas: ${coreUserUrn} is missing`],
    [
      { schemas: [coreUserUrn, "urn:scim:schemas:core:1.0"], userName: "ann" },
      "invalidSyntax schemas: urn:scim:schemas:core:1.0 is no schema of User",
    ],
    [user({ colour: "blue", name: { nick: "A" } }), "invalidSyntax Not an attribute of User: colour, name.nick"],
    [user({ [unknownUrn]: { badge: "A1" } }), `invalidSyntax Not an attribute of User: ${unknownUrn}`],
  ];
  for (const [body, expected] of cases) assert.equal(refusal(body, strict), expected);
});

test("a body that is no object, or lacks what is required, is refused (R7644-3.12-invalidValue)", () => {
  const cases: [JsonValue | undefined, string][] = [
    [undefined, "invalidSyntax The body: expected an object, found nothing"],
    [null, "invalidSyntax The body: expected an object, found null"],
    [[], "invalidSyntax The body: expected an object, found an array"],
    ["ann", "invalidSyntax The body: expected an object, found a string"],
    [{}, "invalidValue userName: a value is required and was not given"],
    [{ userName: null }, "invalidValue userName: a value is required and was not given"],
    [{ userName: "" }, "invalidValue userName: a value is required, found empty text"],
    [user({ active: "maybe" }), "invalidValue active: expected true or false, found other text"],
    [user({ department: 7 }), "invalidValue department: expected a string, found a number"],
    [user({ [enterpriseUserUrn]: "Lab" }), `invalidValue ${enterpriseUserUrn}: expected an object, found a string`],
    [
      user({ [enterpriseUserUrn]: { manager: { value: 7 } } }),
      `invalidValue ${enterpriseUserUrn}:manager.value: expected a string, found a number`,
    ],
  ];
  for (const [body, expected] of cases) assert.equal(refusal(body), expected);
  assert.equal(
    refusal({ members: [] }, {}, groupResourceType),
    "invalidValue displayName: a value is required and was not given",
  );
});

test("names that differ only in case are refused, known or not (ROWN-1-02)", () => {
  const cases: [Record<string, JsonValue>, string][] = [
    [{ USERNAME: "bo" }, '"userName" and "USERNAME"'],
    [{ odd: 1, ODD: 2 }, '"odd" and "ODD"'],
    [{ "urn:example:a": {}, "URN:example:a": {} }, '"urn:example:a" and "URN:example:a"'],
    [
      { [enterpriseUserUrn]: {}, [enterpriseUserUrn.toLowerCase()]: {} },
      `"${enterpriseUserUrn}" and "${enterpriseUserUrn.toLowerCase()}"`,
    ],
  ];
  for (const [more, pair] of cases) {
    assert.equal(refusal(user(more)), `invalidSyntax ${pair} name the same attribute`);
  }
});

test("names that could reach a prototype are refused anywhere and change nothing (ROWN-22-01)", () => {
  const bodies = [
    '{"userName":"ann","__proto__":{"admin":true}}',
    '{"userName":"ann","constructor":{"prototype":{"admin":true}}}',
    '{"userName":"ann","odd":{"__proto__":1}}',
    '{"userName":"ann","odd":[[{"prototype":1}]]}',
    '{"userName":"ann","name":{"__proto__":{"givenName":"x"}}}',
    '{"userName":"ann","emails":[{"constructor":1}]}',
    '{"userName":"ann","meta":{"__proto__":1}}',
    `{"userName":"ann","${enterpriseUserUrn}":{"__proto__":1}}`,
    `{"userName":"ann","${unknownUrn}":{"a":[{"__proto__":1}]}}`,
  ];
  for (const body of bodies)
    assert.match(refusal(JSON.parse(body)), /^invalidSyntax .*the name "[a-z_]+" is not allowed$/);
  assert.equal(Object.hasOwn(Object.prototype, "admin"), false);
});

test("the body that was read is not changed", () => {
  const body = user({
    emails: [
      { value: "a", type: "work" },
      { value: "a", type: "work", primary: true },
    ],
    department: "Lab",
  });
  const before = structuredClone(body);
  validateResource(userResourceType, body);
  assert.deepEqual(body, before);
});
