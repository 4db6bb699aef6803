import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { adminRoutes } from "@rollcall/admin-api/routes.ts";
import type { SchemaDocument } from "@rollcall/admin-api/schemas.ts";
import type { SentResourceType } from "@rollcall/admin-api/resource-types.ts";
import { coreGroupUrn, coreUserUrn, enterpriseUserUrn } from "@rollcall/scim/urns.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { person, Source } from "../support/source.ts";
import { type AdminCaller, adminCaller } from "./admin-caller.ts";

let server: TestServer;
let owner: AdminCaller;
before(async () => {
  server = await startTestServer();
  owner = adminCaller(server);
});
after(() => server.close());

const thing = "urn:example:thing:1.0";
const more = "urn:example:more:1.0";
const schema = (id: string, ...attributes: SchemaDocument["attributes"]): SchemaDocument => ({
  id,
  attributes: attributes.length === 0 ? [{ name: "label" }] : attributes,
});
const things: SentResourceType = { name: "Thing", endpoint: "/Things", schema: thing };

async function application() {
  const created = await server.createSourceApplication("Schemas");
  const params = { sourceApplicationId: created.id };
  return {
    source: new Source(created),
    schemas: () => owner.call(adminRoutes.getSchemas, { params }),
    saveSchemas: (...schemas: SchemaDocument[]) => owner.call(adminRoutes.putSchemas, { params, body: { schemas } }),
    refusedSchemas: (body: unknown) => owner.refused(adminRoutes.putSchemas, { params, body } as never),
    types: () => owner.call(adminRoutes.getResourceTypes, { params }),
    saveTypes: (...resourceTypes: SentResourceType[]) =>
      owner.call(adminRoutes.putResourceTypes, { params, body: { resourceTypes } }),
    refusedTypes: (body: unknown) => owner.refused(adminRoutes.putResourceTypes, { params, body } as never),
  };
}

const builtIn = [
  {
    name: "User",
    description: "People, and programs that sign in like them.",
    endpoint: "/Users",
    schema: coreUserUrn,
    schemaExtensions: [{ schema: enterpriseUserUrn, required: false }],
  },
  {
    name: "Group",
    description: "Groups and their members.",
    endpoint: "/Groups",
    schema: coreGroupUrn,
    schemaExtensions: [],
  },
];

test("an application has User and Group and no schemas of its own, until it is given some", async () => {
  const { schemas, types } = await application();
  assert.deepEqual(await schemas(), { schemas: [] });
  assert.deepEqual(await types(), { resourceTypes: builtIn });
});

test("schemas are answered with every characteristic, and what was read is saved as it is", async () => {
  const { schemas, saveSchemas, source } = await application();
  const saved = await saveSchemas(
    schema(
      thing,
      { name: "label", uniqueness: "server" },
      { name: "box", type: "complex", subAttributes: [{ name: "a" }] },
    ),
  );
  const usual = {
    type: "string",
    multiValued: false,
    description: "",
    required: false,
    caseExact: false,
    mutability: "readWrite",
    returned: "default",
    uniqueness: "none",
  };
  const expected = {
    schemas: [
      {
        id: thing,
        name: "1.0",
        description: "",
        attributes: [
          { name: "label", ...usual, uniqueness: "server" },
          { name: "box", ...usual, type: "complex", subAttributes: [{ name: "a", ...usual }] },
        ],
      },
    ],
  };
  assert.deepEqual(saved, expected);
  assert.deepEqual(await schemas(), expected);
  assert.deepEqual(await saveSchemas(...saved.schemas), expected);
  const asScimAnswers = (await source.send("GET", `/Schemas/${thing}`)).status;
  assert.equal(asScimAnswers, 404, "a schema that no resource type has is not in use");
});

test("a schema as SCIM answers it is saved as it is", async () => {
  const one = await application();
  await one.saveSchemas(schema(thing));
  await one.saveTypes(things);
  const read = await one.source.send("GET", `/Schemas/${thing}`);
  const other = await application();
  const saved = await other.saveSchemas(read.body as unknown as SchemaDocument);
  assert.deepEqual(saved, await one.schemas());
});

test("resource types are in force from the next request on, and what was read is saved as it is", async () => {
  const { saveSchemas, saveTypes, types, source } = await application();
  await saveSchemas(schema(thing), schema(more, { name: "size", type: "integer" }));
  assert.equal((await source.send("GET", "/Things")).status, 404);
  const saved = await saveTypes(
    {
      name: "User",
      endpoint: "/Users",
      schema: coreUserUrn,
      schemaExtensions: [{ schema: more.toUpperCase(), required: false }],
    },
    { ...things, schemaExtensions: [{ schema: more, required: true }] },
  );
  const expected = {
    resourceTypes: [
      {
        ...builtIn[0],
        schemaExtensions: [
          { schema: enterpriseUserUrn, required: false },
          { schema: more, required: false },
        ],
      },
      builtIn[1],
      { ...things, description: "", schemaExtensions: [{ schema: more, required: true }] },
    ],
  };
  assert.deepEqual(saved, expected);
  assert.deepEqual(await types(), expected);
  assert.deepEqual(await saveTypes(...saved.resourceTypes), expected);
  const made = await source.send("POST", "/Things", { label: "a", [more]: { size: 1 } });
  assert.equal(made.status, 201, made.text);
  assert.deepEqual(await saveTypes({ ...things, schemaExtensions: [] }), {
    resourceTypes: [...builtIn, { ...things, description: "", schemaExtensions: [] }],
  });
});

test("a schema that is none, or that is reserved, is refused with its place, and nothing is saved", async () => {
  const { refusedSchemas, schemas, saveSchemas } = await application();
  const before = await saveSchemas(schema(thing));
  const cases: readonly (readonly [unknown, string, string])[] = [
    [
      [schema(thing), schema(thing.toUpperCase())],
      "/schemas/1/id",
      `another schema has the URN ${thing.toUpperCase()}`,
    ],
    [
      [schema(coreUserUrn)],
      "/schemas/0",
      `id: ${coreUserUrn} is reserved for the standard's own schemas and messages, such as ${coreUserUrn}`,
    ],
    [
      [schema(thing, { name: "a" }, { name: "A" })],
      "/schemas/0",
      "attributes[1].name: there is an attribute called A already",
    ],
    [
      [schema(thing, { name: "a", type: "complex" })],
      "/schemas/0",
      "attributes[0].subAttributes: a complex attribute has sub-attributes, found none",
    ],
    [
      [
        schema(thing, ...Array.from({ length: 300 }, (_, index) => ({ name: `a${index}` }))),
        schema(more, ...Array.from({ length: 201 }, (_, index) => ({ name: `a${index}` }))),
      ],
      "/schemas",
      "expected at most 500 attributes in all schemas together, found 501",
    ],
  ];
  for (const [sent, where, detail] of cases) {
    const refusal = await refusedSchemas({ schemas: sent });
    assert.deepEqual(refusal, { status: 400, code: "schema.invalid", problems: [{ where, detail }] });
  }
  const shape = await refusedSchemas({ schemas: [{ ...schema(thing), colour: 1 }, { id: 7 }] });
  assert.deepEqual([shape.status, shape.code], [400, "request.invalid"]);
  assert.deepEqual(
    shape.problems.map(({ where }) => where),
    ["/schemas/0/colour", "/schemas/1/attributes", "/schemas/1/id"],
  );
  const many = Array.from({ length: 51 }, (_, index) => schema(`urn:example:many:${index}`));
  assert.equal((await refusedSchemas({ schemas: many })).code, "request.invalid");
  assert.deepEqual(await schemas(), before);
});

test("a resource type that does not fit is refused with its place, and nothing is saved", async () => {
  const { refusedTypes, saveSchemas, saveTypes, types } = await application();
  await saveSchemas(schema(thing), schema(more), schema("urn:example:common", { name: "ID" }));
  const before = await saveTypes(things);
  const unknown = (urn: string) => `expected the URN of one of the application's schemas, found "${urn}"`;
  const cases: readonly (readonly [object[], string, string])[] = [
    [
      [things, { ...things, name: "THING", endpoint: "/Other" }],
      "/resourceTypes/1/name",
      'another resource type has "THING" (case ignored)',
    ],
    [
      [things, { ...things, name: "Other", endpoint: "/THINGS" }],
      "/resourceTypes/1/endpoint",
      'another resource type has "/THINGS" (case ignored)',
    ],
    [[{ ...things, schema: "urn:example:none" }], "/resourceTypes/0/schema", unknown("urn:example:none")],
    [[{ ...things, schema: enterpriseUserUrn }], "/resourceTypes/0/schema", unknown(enterpriseUserUrn)],
    [[{ ...things, schema: coreUserUrn }], "/resourceTypes/0/schema", unknown(coreUserUrn)],
    [
      [{ ...things, schema: "urn:example:common" }],
      "/resourceTypes/0/schema",
      "urn:example:common defines ID, which every resource has already",
    ],
    [[{ ...things, name: "Schema" }], "/resourceTypes/0/name", "Schema is the protocol's own"],
    [[{ ...things, endpoint: "/bulk" }], "/resourceTypes/0/endpoint", "/bulk is the protocol's own"],
    [[{ ...things, endpoint: "/users" }], "/resourceTypes/0/endpoint", "/users is where the Users are"],
    [[{ ...builtIn[0], endpoint: "/People" }], "/resourceTypes/0/endpoint", 'expected /Users, found "/People"'],
    [[{ ...builtIn[1], schema: thing }], "/resourceTypes/0/schema", `expected ${coreGroupUrn}, found "${thing}"`],
    [[{ ...builtIn[1], name: "group" }], "/resourceTypes/0/name", 'expected Group, found "group"'],
    [
      [{ ...things, schemaExtensions: [{ schema: "urn:example:none", required: false }] }],
      "/resourceTypes/0/schemaExtensions/0/schema",
      unknown("urn:example:none"),
    ],
    [
      [{ ...things, schemaExtensions: [{ schema: thing, required: false }] }],
      "/resourceTypes/0/schemaExtensions/0/schema",
      `${thing} is a schema of this type already`,
    ],
    [
      [
        {
          ...things,
          schemaExtensions: [
            { schema: more, required: false },
            { schema: more.toUpperCase(), required: true },
          ],
        },
      ],
      "/resourceTypes/0/schemaExtensions/1/schema",
      `${more} is a schema of this type already`,
    ],
  ];
  for (const [resourceTypes, where, detail] of cases) {
    const refusal = await refusedTypes({ resourceTypes });
    assert.deepEqual(refusal, { status: 400, code: "resource_type.invalid", problems: [{ where, detail }] });
  }
  for (const wrong of [
    { name: "a b" },
    { name: "__proto__" },
    { endpoint: "Things" },
    { endpoint: "/a/b" },
    { endpoint: "/:id" },
  ]) {
    const refusal = await refusedTypes({ resourceTypes: [{ ...things, ...wrong }] });
    assert.deepEqual([refusal.status, refusal.code], [400, "request.invalid"], JSON.stringify(wrong));
  }
  assert.deepEqual(await types(), before);
});

test("what is in use is not taken away", async () => {
  const { refusedSchemas, refusedTypes, saveSchemas, saveTypes, schemas, types, source } = await application();
  await saveSchemas(schema(thing), schema(more));
  await saveTypes({ ...things, schemaExtensions: [{ schema: more, required: false }] });
  const [before, typesBefore] = [await schemas(), await types()];
  const needed = await refusedSchemas({ schemas: [schema(thing)] });
  assert.deepEqual(needed, { status: 409, code: "schema.in_use", problems: [] });
  const made = await source.send("POST", "/Things", { label: "a" });
  const used = await refusedTypes({ resourceTypes: [] });
  assert.deepEqual(used, { status: 409, code: "resource_type.in_use", problems: [] });
  assert.deepEqual([await schemas(), await types()], [before, typesBefore]);
  await source.send("DELETE", `/Things/${String(made.body["id"])}`);
  assert.deepEqual(await saveTypes(), { resourceTypes: builtIn });
  assert.deepEqual(await saveSchemas(), { schemas: [] });
});

test("an extension that becomes required is asked of every write from then on; what was stored stays readable", async () => {
  const { saveSchemas, saveTypes, source } = await application();
  const ann = await source.create("Users", person("ann"));
  await saveSchemas(schema(more));
  await saveTypes({ ...(builtIn[0] as SentResourceType), schemaExtensions: [{ schema: more, required: true }] });
  assert.equal((await source.read("Users", ann.id))["userName"], "ann@example.com");
  const patched = await source.tryPatch("Users", ann.id, { op: "replace", path: "title", value: "Dr" });
  assert.deepEqual(
    [patched.status, patched.body["detail"]],
    [400, `${more}: the extension is required and was not given`],
  );
  const given = await source.tryPatch("Users", ann.id, { op: "add", path: `${more}:label`, value: "x" });
  assert.equal(given.status, 200, given.text);
});
