import assert from "node:assert/strict";
import { test } from "node:test";
import { ScimError } from "../scim-error.ts";
import { type Attribute, type AttributeTable, attribute } from "./attribute.ts";
import { coerceAttributeValue } from "./coerce-value.ts";
import { commonAttributes } from "./common-attributes.ts";
import { coreGroupSchema } from "./core-group.ts";
import { coreUserSchema } from "./core-user.ts";
import { resourceTypeSchema, schemaSchema, serviceProviderConfigSchema } from "./discovery-schemas.ts";
import { enterpriseUserSchema } from "./enterprise-user.ts";

const schemas = [
  coreUserSchema,
  coreGroupSchema,
  enterpriseUserSchema,
  serviceProviderConfigSchema,
  resourceTypeSchema,
  schemaSchema,
];

function everyAttribute(table: AttributeTable): Attribute[] {
  return [...table.values()].flatMap((found) => [found, ...everyAttribute(found.subAttributes)]);
}

test("what a definition leaves out has the default of RFC 7643 section 2.2 (R7643-2.2-01)", () => {
  assert.deepEqual(attribute({ name: "colour", description: "A colour." }), {
    name: "colour",
    type: "string",
    multiValued: false,
    description: "A colour.",
    required: false,
    caseExact: false,
    mutability: "readWrite",
    returned: "default",
    uniqueness: "none",
    canonicalValues: [],
    referenceTypes: [],
    stored: true,
    form: undefined,
    mostValues: 5_000,
    subAttributes: new Map(),
  });
});

test("attributes have the eight types of RFC 7643 and no others (R7643-2.3-01, R7643-7-04)", () => {
  const types = ["binary", "boolean", "complex", "dateTime", "decimal", "integer", "reference", "string"];
  const tables = [commonAttributes, ...schemas.map((schema) => schema.attributes)];
  for (const { name, type } of tables.flatMap(everyAttribute)) assert.ok(types.includes(type), `${name}: ${type}`);
  for (const name of ["type", "subAttributes"]) {
    const found = schemaSchema.attributes.get("attributes")?.subAttributes.get(name.toLowerCase());
    const described = name === "type" ? found : found?.subAttributes.get("type");
    assert.deepEqual([...(described?.canonicalValues ?? [])].sort(), types);
  }
});

test("only the schema of schemas has complex values within complex values (R7643-2.3.8-01)", () => {
  for (const schema of schemas) {
    const nested = [...schema.attributes.values()].flatMap(({ name, subAttributes }) =>
      [...subAttributes.values()].filter(({ type }) => type === "complex").map((found) => `${name}.${found.name}`),
    );
    assert.deepEqual(nested, schema === schemaSchema ? ["attributes.subAttributes"] : [], schema.name);
  }
});

test("the enterprise extension defines no attribute that a user has already (R7643-3.3-03)", () => {
  const core = new Set([...commonAttributes.keys(), ...coreUserSchema.attributes.keys()]);
  assert.deepEqual(
    [...enterpriseUserSchema.attributes.keys()].filter((name) => core.has(name)),
    [],
  );
});

test("sub-attributes that many attributes share mean the same in each of them (R7643-2.4-01, R7643-2.4-03)", () => {
  const shared: Readonly<Record<string, readonly string[]>> = {
    type: ["string"],
    primary: ["boolean"],
    display: ["string"],
    value: ["string", "reference", "binary"],
    $ref: ["reference"],
  };
  for (const { name, subAttributes } of [coreUserSchema, coreGroupSchema].flatMap(({ attributes }) => [
    ...attributes.values(),
  ])) {
    for (const [sharedName, types] of Object.entries(shared)) {
      const found = subAttributes.get(sharedName);
      if (found !== undefined) assert.ok(types.includes(found.type) && !found.multiValued, `${name}.${sharedName}`);
    }
  }
  const display = coreGroupSchema.attributes.get("members")?.subAttributes.get("display");
  assert.equal(display?.mutability, "immutable");
});

test("an integer is a whole number, written back without fraction and exponent (R7643-2.3.4-01)", () => {
  const floor = attribute({ name: "floor", description: "A floor.", type: "integer" });
  for (const [sent, written] of [
    ["7", "7"],
    ["-1.0", "-1"],
    ["1e3", "1000"],
    ["9007199254740991", "9007199254740991"],
  ] as const) {
    assert.equal(JSON.stringify(coerceAttributeValue(floor, JSON.parse(sent) as number, "floor")), written);
  }
  for (const sent of ["1.5", "1e-1", "9007199254740993"]) {
    assert.throws(
      () => coerceAttributeValue(floor, JSON.parse(sent) as number, "floor"),
      (error) => error instanceof ScimError && error.scimType === "invalidValue",
      sent,
    );
  }
});
