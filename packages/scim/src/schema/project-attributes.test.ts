import assert from "node:assert/strict";
import { test } from "node:test";
import type { Resource } from "../resource.ts";
import { ScimError } from "../scim-error.ts";
import { coreUserUrn, enterpriseUserUrn } from "../urns.ts";
import type { AttributeDefinition } from "./attribute.ts";
import { groupResourceType, userResourceType } from "./core-resource-types.ts";
import { projectionNeeds, projectResource } from "./project-attributes.ts";
import { parseProjection } from "./projection.ts";
import { resourceType } from "./resource-type.ts";
import { schema } from "./schema.ts";
import { suppliedByBody } from "./supplied-attributes.ts";

const unknownUrn = "urn:example:params:scim:schemas:extension:badge:2.0:User";
const oddUrn = "urn:example:odd";

const meta = {
  resourceType: "User",
  created: "2026-02-03T04:05:06.000Z",
  lastModified: "2026-02-03T04:05:06.000Z",
  location: "https://example.com/scim/v2/Users/7f1c",
  version: 'W/"3"',
};
const user: Resource = {
  schemas: [coreUserUrn, enterpriseUserUrn, unknownUrn, oddUrn],
  id: "7f1c",
  externalId: "A1",
  userName: "ann",
  name: { givenName: "Ann", familyName: "Example" },
  emails: [{ value: "ann@example.com", type: "work", primary: true }, { value: "a@example.com" }],
  active: true,
  groups: [{ value: "9a", display: "Lab" }],
  [enterpriseUserUrn]: { department: "Lab", manager: { value: "8b", $ref: "../Users/8b" } },
  [unknownUrn]: { number: "7", colour: "red" },
  [oddUrn]: { deep: { a: 1, b: 2 }, flat: 1 },
  meta,
};
const minimum: Resource = { schemas: [coreUserUrn, enterpriseUserUrn, unknownUrn, oddUrn], id: "7f1c" };

/** The user without some of its top-level members. */
function userWithout(...names: string[]): Resource {
  return Object.fromEntries(Object.entries(user).filter(([name]) => !names.includes(name)));
}

function project(attributes?: string, excludedAttributes?: string, resource = user, type = userResourceType): Resource {
  return projectResource(type, resource, parseProjection(attributes, excludedAttributes));
}

test("attributes shows what is always returned and exactly what is named (R7644-3.9-03)", () => {
  const cases: [string, Resource][] = [
    ["userName", { userName: "ann" }],
    ["USERNAME", { userName: "ann" }],
    [" userName , active,", { userName: "ann", active: true }],
    ["id", {}],
    ["externalId", { externalId: "A1" }],
    ["name.givenName", { name: { givenName: "Ann" } }],
    ["Name.GivenName,name.familyname", { name: { givenName: "Ann", familyName: "Example" } }],
    ["name", { name: user.name as Resource }],
    ["name,name.givenName", { name: user.name as Resource }],
    ["name.givenName,name", { name: user.name as Resource }],
    ["name.middleName", {}],
    ["emails.value", { emails: [{ value: "ann@example.com" }, { value: "a@example.com" }] }],
    ["emails.type", { emails: [{ type: "work" }] }],
    ["emails.display", {}],
    ["groups.value", { groups: [{ value: "9a" }] }],
    [`${enterpriseUserUrn}:department`, { [enterpriseUserUrn]: { department: "Lab" } }],
    [`${enterpriseUserUrn}:DEPARTMENT`.toUpperCase(), { [enterpriseUserUrn]: { department: "Lab" } }],
    [`${enterpriseUserUrn}:manager.value`, { [enterpriseUserUrn]: { manager: { value: "8b" } } }],
    [`${enterpriseUserUrn}:manager.$ref`, { [enterpriseUserUrn]: { manager: { $ref: "../Users/8b" } } }],
    [`${enterpriseUserUrn}:division`, {}],
    [enterpriseUserUrn, { [enterpriseUserUrn]: user[enterpriseUserUrn] as Resource }],
    ["department", { [enterpriseUserUrn]: { department: "Lab" } }],
    [`${coreUserUrn}:userName`, { userName: "ann" }],
    [`${coreUserUrn}:name.givenName`, { name: { givenName: "Ann" } }],
    [coreUserUrn, userWithout("schemas", "id", "externalId", "meta", enterpriseUserUrn, unknownUrn, oddUrn)],
    [unknownUrn, { [unknownUrn]: { number: "7", colour: "red" } }],
    [`${unknownUrn}:number`, { [unknownUrn]: { number: "7" } }],
    [`${unknownUrn}:nope`, {}],
    [oddUrn, { [oddUrn]: user[oddUrn] as Resource }],
    [`${oddUrn}:flat`, { [oddUrn]: { flat: 1 } }],
    [`${oddUrn}:deep.a`, { [oddUrn]: { deep: { a: 1 } } }],
    [`${oddUrn}:flat.a`, {}],
    ["meta", { meta }],
    ["meta.version", { meta: { version: 'W/"3"' } }],
    ["password", {}],
    ["nope", {}],
    ["name.nope", {}],
    ["userName.nope", {}],
    ["__proto__,constructor,toString", {}],
    ['emails[type eq "work"],a..b,.,9a,urn:,ä', {}],
  ];
  for (const [attributes, expected] of cases) {
    assert.deepEqual(project(attributes), { ...minimum, ...expected }, attributes);
  }
});

test("excludedAttributes hides what is named, except what is always returned (R7644-3.9-04)", () => {
  const cases: [string, Resource][] = [
    ["emails", userWithout("emails")],
    ["EMAILS, active", userWithout("emails", "active")],
    ["name.givenName", { ...user, name: { familyName: "Example" } }],
    ["name.givenName,name.familyName", userWithout("name")],
    ["emails.primary", { ...user, emails: [{ value: "ann@example.com", type: "work" }, { value: "a@example.com" }] }],
    ["emails.value", { ...user, emails: [{ type: "work", primary: true }] }],
    ["id,schemas", user],
    ["nope,name.nope,a..b", user],
    ["meta", userWithout("meta")],
    ["meta.version,meta.location,meta.created,meta.lastModified", { ...user, meta: { resourceType: "User" } }],
    [enterpriseUserUrn, userWithout(enterpriseUserUrn)],
    ["department", { ...user, [enterpriseUserUrn]: { manager: { value: "8b", $ref: "../Users/8b" } } }],
    [
      `${enterpriseUserUrn}:manager.$ref`,
      { ...user, [enterpriseUserUrn]: { department: "Lab", manager: { value: "8b" } } },
    ],
    [`${enterpriseUserUrn}:department,${enterpriseUserUrn}:manager`, userWithout(enterpriseUserUrn)],
    [unknownUrn, userWithout(unknownUrn)],
    [`${unknownUrn}:number`, { ...user, [unknownUrn]: { colour: "red" } }],
    [`${oddUrn}:deep.a`, { ...user, [oddUrn]: { deep: { b: 2 }, flat: 1 } }],
    [`${oddUrn}:flat.a`, user],
    [coreUserUrn, { ...minimum, externalId: "A1", ...userWithout("userName", "name", "emails", "active", "groups") }],
  ];
  for (const [excluded, expected] of cases) assert.deepEqual(project(undefined, excluded), expected, excluded);
});

test("excludedAttributes=members leaves the rest of a group as it is", () => {
  const group: Resource = { schemas: ["x"], id: "9a", displayName: "Lab", members: [{ value: "7f1c" }] };
  assert.deepEqual(project(undefined, "members", group, groupResourceType), {
    schemas: ["x"],
    id: "9a",
    displayName: "Lab",
  });
});

test("nothing asked for is no projection, and shows what is returned by default", () => {
  for (const blank of [undefined, "", " ", ",", " , ,"]) {
    assert.equal(parseProjection(blank, blank), undefined);
    assert.equal(parseProjection(blank === undefined ? undefined : [blank.replaceAll(",", " ")], undefined), undefined);
  }
  assert.deepEqual(project(), user);
});

test("attributes wins when both are given; strict mode refuses both (AMB-47)", () => {
  assert.deepEqual(project("userName", "userName"), { ...minimum, userName: "ann" });
  assert.deepEqual(project(" ", "emails"), userWithout("emails"));
  assert.throws(
    () => parseProjection("userName", "emails", { strict: true }),
    new ScimError("invalidValue", "attributes and excludedAttributes exclude each other"),
  );
});

test("the arrays of a search request mean the same as the lists of a query (R7644-3.9-05)", () => {
  const projection = parseProjection(["userName", " name.givenName "], undefined);
  assert.deepEqual(projectResource(userResourceType, user, projection), {
    ...minimum,
    userName: "ann",
    name: { givenName: "Ann" },
  });
});

test("one projection serves several resource types", () => {
  const projection = parseProjection("userName,displayName", undefined);
  const group: Resource = { schemas: ["x"], id: "9a", displayName: "Lab", userName: "not of a group" };
  assert.deepEqual(projectResource(userResourceType, user, projection), { ...minimum, userName: "ann" });
  assert.deepEqual(projectResource(groupResourceType, group, projection), {
    schemas: ["x"],
    id: "9a",
    displayName: "Lab",
  });
});

test("more than 500 names are refused", () => {
  const names = (count: number) => Array.from({ length: count }, (_, index) => `a${index}`).join(",");
  assert.equal(parseProjection(names(500), undefined)?.names.length, 500);
  assert.throws(
    () => parseProjection(undefined, names(501)),
    new ScimError("invalidValue", "excludedAttributes: more than 500 names"),
  );
});

const text = (name: string) => ({ name, description: "Text." });
const returnedSchema = schema({
  id: "urn:example:returned",
  name: "Returned",
  description: "One attribute of each kind.",
  attributes: [
    { ...text("always"), returned: "always" },
    { ...text("never"), returned: "never" },
    { ...text("request"), returned: "request" },
    text("default"),
    {
      ...text("box"),
      type: "complex",
      multiValued: true,
      subAttributes: [
        { ...text("always"), returned: "always" },
        { ...text("never"), returned: "never" },
        { ...text("request"), returned: "request" },
        text("default"),
      ],
    },
  ],
});
const returnedType = resourceType({
  name: "Sample",
  endpoint: "/Samples",
  description: "Samples.",
  schema: returnedSchema,
  extensions: [
    {
      schema: schema({
        ...returnedSchema,
        id: "urn:example:more",
        attributes: [{ ...text("kept"), returned: "always" }, text("other")],
      }),
      required: false,
    },
  ],
});

test("always, never, request and default are returned as RFC 7643 section 7 says (R7643-7-10)", () => {
  const part = { always: "a", never: "n", request: "r", default: "d" };
  const sample: Resource = { ...part, box: [{ ...part }], "urn:example:more": { kept: "k", other: "o" } };
  const always = { always: "a", "urn:example:more": { kept: "k" } };
  const cases: [string | undefined, string | undefined, Resource][] = [
    [
      undefined,
      undefined,
      {
        always: "a",
        default: "d",
        box: [{ always: "a", default: "d" }],
        "urn:example:more": { kept: "k", other: "o" },
      },
    ],
    ["nope", undefined, always],
    ["never,request", undefined, { ...always, request: "r" }],
    ["box", undefined, { ...always, box: [{ always: "a", default: "d" }] }],
    ["box.request,box.never", undefined, { ...always, box: [{ always: "a", request: "r" }] }],
    ["default", undefined, { ...always, default: "d" }],
    [
      undefined,
      "always,default,box",
      { ...always, box: [{ always: "a" }], "urn:example:more": { kept: "k", other: "o" } },
    ],
    [undefined, "box.default,box.always,urn:example:more", { ...always, default: "d", box: [{ always: "a" }] }],
    ["urn:example:more", undefined, { ...always, "urn:example:more": { kept: "k", other: "o" } }],
  ];
  for (const [attributes, excluded, expected] of cases) {
    assert.deepEqual(project(attributes, excluded, sample, returnedType), expected, `${attributes} ${excluded}`);
  }
});

test("what a client supplied brings along what is returned on request, unless a projection says otherwise (AMB-72)", () => {
  const part = { always: "a", never: "n", request: "r", default: "d" };
  const sample: Resource = { ...part, box: [{ ...part }], "urn:example:more": { kept: "k", other: "o" } };
  const usual = {
    always: "a",
    default: "d",
    box: [{ always: "a", default: "d" }],
    "urn:example:more": { kept: "k", other: "o" },
  };
  const cases: [Resource, string | undefined, string | undefined, Resource][] = [
    [{ default: "d" }, undefined, undefined, usual],
    [{ request: "r", never: "n" }, undefined, undefined, { ...usual, request: "r" }],
    [
      { box: [{ request: "r" }] },
      undefined,
      undefined,
      { ...usual, box: [{ always: "a", request: "r", default: "d" }] },
    ],
    [
      { request: "r" },
      undefined,
      "default",
      { always: "a", request: "r", box: usual.box, "urn:example:more": { kept: "k", other: "o" } },
    ],
    [{ request: "r" }, undefined, "request", usual],
    [{ request: "r" }, "default", undefined, { always: "a", default: "d", "urn:example:more": { kept: "k" } }],
  ];
  for (const [sent, attributes, excluded, expected] of cases) {
    const projection = parseProjection(attributes, excluded);
    const about = `${JSON.stringify(sent)} ${attributes} ${excluded}`;
    assert.deepEqual(projectResource(returnedType, sample, projection, suppliedByBody(sent)), expected, about);
  }
});

test("only a type of which all is returned by default is shown whole", () => {
  const withPassword = { name: "password", description: "", mutability: "writeOnly", returned: "never" } as const;
  const cases: [AttributeDefinition, boolean][] = [
    [{ name: "a", description: "", returned: "always" }, true],
    [{ ...withPassword, stored: false }, true],
    [withPassword, false],
    [{ name: "a", description: "", returned: "request" }, false],
    [
      {
        name: "a",
        description: "",
        type: "complex",
        subAttributes: [{ name: "b", description: "", returned: "request" }],
      },
      false,
    ],
  ];
  for (const [attribute, expected] of cases) {
    const made = schema({ id: "urn:example:thing", name: "Thing", description: "", attributes: [attribute] });
    const of = { name: "Thing", endpoint: "/Things", description: "" };
    assert.equal(resourceType({ ...of, schema: made }).shownWhole, expected);
    const extensions = [{ schema: made, required: false }];
    assert.equal(resourceType({ ...of, schema: groupResourceType.schema, extensions }).shownWhole, expected);
  }
  assert.ok(userResourceType.shownWhole && groupResourceType.shownWhole);
});

test("what a projection does not show need not be loaded (ROWN-10-01)", () => {
  const cases: [string | undefined, string | undefined, string, boolean][] = [
    [undefined, undefined, "members", true],
    [undefined, "members", "members", false],
    [undefined, "MEMBERS", "members", false],
    [undefined, "members.display", "members", true],
    [undefined, "displayName", "members", true],
    ["displayName", undefined, "members", false],
    ["members", undefined, "members", true],
    ["members.value", undefined, "members", true],
    ["nope", undefined, "members", false],
    ["nope", undefined, "id", true],
    [undefined, "id", "id", true],
    [undefined, undefined, "nope", false],
  ];
  for (const [attributes, excluded, name, expected] of cases) {
    assert.equal(
      projectionNeeds(groupResourceType, parseProjection(attributes, excluded), name),
      expected,
      `${attributes} ${excluded} ${name}`,
    );
  }
  assert.equal(projectionNeeds(userResourceType, parseProjection("userName", undefined), "groups"), false);
  assert.equal(projectionNeeds(userResourceType, parseProjection("password", undefined), "password"), false);
});

test("projecting does not change the resource", () => {
  const before = structuredClone(user);
  project("name.givenName,emails.value");
  project(undefined, "name.givenName,emails.value");
  assert.deepEqual(user, before);
});
