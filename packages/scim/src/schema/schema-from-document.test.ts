import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { JsonObject, JsonValue } from "../resource.ts";
import { ScimError } from "../scim-error.ts";
import { enterpriseUserUrn, schemaUrn } from "../urns.ts";
import type { Attribute } from "./attribute.ts";
import { describeSchema } from "./describe-provider.ts";
import { enterpriseUserSchema } from "./enterprise-user.ts";
import { maxAttributes, schemaFromDocument } from "./schema-from-document.ts";

const baseUrl = "https://example.com/scim/a1/v2";
const id = "urn:example:badge:1.0";

function documentWith(...attributes: JsonValue[]): JsonObject {
  return { id, name: "Badge", description: "A badge.", attributes };
}

function attributeFrom(attribute: JsonObject): Attribute {
  const [found] = schemaFromDocument(documentWith({ name: "number", ...attribute })).attributes.values();
  assert.ok(found !== undefined);
  return found;
}

function refusal(document: JsonValue): string {
  try {
    schemaFromDocument(document);
  } catch (error) {
    assert.ok(error instanceof ScimError, String(error));
    assert.equal(error.status, 400);
    return error.message;
  }
  return assert.fail(`accepted ${JSON.stringify(document)}`);
}

test("the document of a schema makes the schema again, whatever its case and its order", () => {
  const document = describeSchema(enterpriseUserSchema, baseUrl);
  const renamed = { ...document, id: "urn:example:employer:2.0:User" };
  assert.deepEqual(describeSchema(schemaFromDocument(renamed), baseUrl), {
    ...document,
    id: "urn:example:employer:2.0:User",
    meta: { resourceType: "Schema", location: `${baseUrl}/Schemas/urn:example:employer:2.0:User` },
  });
  const shouted = JSON.parse(JSON.stringify(renamed).replaceAll('"attributes"', '"ATTRIBUTES"')) as JsonObject;
  assert.deepEqual(schemaFromDocument(shouted), schemaFromDocument(renamed));
});

test("what a document leaves out has the defaults of RFC 7643 section 2.2 (R7643-2.2-01)", () => {
  const made = schemaFromDocument({ schemas: [schemaUrn], id, attributes: [{ name: "number", required: null }] });
  assert.deepEqual(describeSchema(made, baseUrl), {
    schemas: [schemaUrn],
    id,
    name: "1.0",
    description: "",
    attributes: [
      {
        name: "number",
        type: "string",
        multiValued: false,
        description: "",
        required: false,
        caseExact: false,
        mutability: "readWrite",
        returned: "default",
        uniqueness: "none",
      },
    ],
    meta: { resourceType: "Schema", location: `${baseUrl}/Schemas/${id}` },
  });
});

test("what the standard fixes holds whatever a document says", () => {
  assert.equal(attributeFrom({ type: "binary", caseExact: false }).caseExact, true, "R7643-2.3.6-01");
  assert.equal(attributeFrom({ type: "reference", caseExact: false }).caseExact, true, "R7643-2.3.7-01");
  assert.equal(attributeFrom({ mutability: "writeOnly", returned: "default" }).returned, "never");
  assert.equal(attributeFrom({ mutability: "writeOnly" }).stored, true);
  assert.equal(
    attributeFrom({ name: "passWord", mutability: "writeOnly" }).stored,
    false,
    "a password is never stored",
  );
});

test("a document that makes no schema is refused with the place of its first fault", () => {
  const nested = { name: "owner", type: "complex", subAttributes: [{ name: "value" }] };
  type Case = readonly [document: JsonValue, message: string];
  const cases: readonly Case[] = [
    ["text", "The document: expected an object, found a string"],
    [{ name: "Badge", attributes: [] }, "id: expected the schema's URN, found nothing"],
    [{ id: 7, attributes: [] }, "id: expected a string, found a number"],
    ...["badge", "urn:", "urn:example:", `urn:example:${"x".repeat(200)}`, "urn:example:a b", 'urn:example:"'].map(
      (urn): Case => [
        { id: urn, attributes: [] },
        "id: expected a URN of at most 200 visible ASCII characters, such as urn:example:badge:1.0",
      ],
    ),
    ...[
      "urn:ietf:params:scim:schemas:core:2.0:User",
      "URN:IETF:params:scim:schemas:core:2.0:Anything",
      "urn:ietf:params:scim:api:messages:2.0:PatchOp",
      enterpriseUserUrn.toUpperCase(),
    ].map(
      (urn): Case => [
        { id: urn, attributes: [] },
        `id: ${urn} is reserved for the standard's own schemas and messages, such as urn:ietf:params:scim:schemas:core:2.0:User`,
      ],
    ),
    [{ id }, "attributes: expected an array of attributes, found nothing"],
    [{ id, attributes: {} }, "attributes: expected an array, found an object"],
    [documentWith(), "attributes: expected at least one attribute"],
    [
      { ...documentWith({ name: "a" }), colour: 1 },
      "colour: expected one of schemas, id, meta, name, description, attributes",
    ],
    [{ ...documentWith({ name: "a" }), NAME: "b" }, 'The document: "name" and "NAME" name the same attribute'],
    [{ ...documentWith({ name: "a" }), name: "b".repeat(101) }, "name: expected at most 100 characters, found 101"],
    [{ ...documentWith({ name: "a" }), description: "\u0000" }, "description: U+0000 at position 1 cannot be stored"],
    [documentWith(7), "attributes[0]: expected an object, found a number"],
    [documentWith({}), "attributes[0].name: expected the attribute's name, found nothing"],
    [documentWith({ name: "a" }, { name: "A" }), "attributes[1].name: there is an attribute called A already"],
    ...["__proto__", "constructor", "prototype", "1a", "a.b", "a b", "", "ä", "x".repeat(101)].map(
      (name): Case => [
        documentWith({ name }),
        'attributes[0].name: expected a letter, then letters, digits, "-", "_" or "$", at most 100 characters, and none of the names that reach a prototype',
      ],
    ),
    [documentWith({ name: "$ref" }), "attributes[0].name: $ref is the name of a sub-attribute of the type reference"],
    [
      documentWith({ name: "a", mutabilty: "readOnly" }),
      "attributes[0].mutabilty: expected one of name, type, multiValued, description, required, canonicalValues, caseExact, mutability, returned, uniqueness, referenceTypes, subAttributes",
    ],
    [
      documentWith({ name: "a", type: "String" }),
      'attributes[0].type: expected one of string, boolean, decimal, integer, dateTime, binary, reference, complex, found "String"',
    ],
    [documentWith({ name: "a", type: 7 }), "attributes[0].type: expected a string, found a number"],
    [
      documentWith({ name: "a", multiValued: "true" }),
      "attributes[0].multiValued: expected true or false, found a string",
    ],
    [
      documentWith({ name: "a", mutability: "readonly" }),
      'attributes[0].mutability: expected one of readOnly, readWrite, immutable, writeOnly, found "readonly"',
    ],
    [
      documentWith({ name: "a", returned: "sometimes" }),
      'attributes[0].returned: expected one of always, never, default, request, found "sometimes"',
    ],
    [
      documentWith({ name: "a", uniqueness: "local" }),
      'attributes[0].uniqueness: expected one of none, server, global, found "local"',
    ],
    [
      documentWith({ name: "a", type: "boolean", uniqueness: "server" }),
      "attributes[0].uniqueness: values of the type boolean are not unique: expected none, found server",
    ],
    [
      documentWith({ name: "a", referenceTypes: ["User"] }),
      "attributes[0].referenceTypes: only an attribute of the type reference has them, found the type string",
    ],
    [
      documentWith({ name: "a", canonicalValues: ["x", 7] }),
      "attributes[0].canonicalValues[1]: expected a string, found a number",
    ],
    [
      documentWith({ name: "a", type: "complex" }),
      "attributes[0].subAttributes: a complex attribute has sub-attributes, found none",
    ],
    [
      documentWith({ name: "a", subAttributes: [{ name: "b" }] }),
      "attributes[0].subAttributes: only a complex attribute has sub-attributes, found the type string",
    ],
    [
      documentWith({ name: "a", type: "complex", subAttributes: [{ name: "b" }, nested] }),
      "attributes[0].subAttributes[1].type: a sub-attribute is not complex (RFC 7643 section 2.3.8)",
    ],
    [
      documentWith({ name: "a" }, { name: "b", type: "complex", subAttributes: [{ name: "c", returned: true }] }),
      "attributes[1].subAttributes[0].returned: expected a string, found a boolean",
    ],
  ];
  for (const [document, expected] of cases) assert.equal(refusal(document), expected);
});

test("a schema has at most 500 attributes, sub-attributes included", () => {
  const sub = (count: number) => Array.from({ length: count }, (_, index) => ({ name: `s${index}` }));
  const whole = documentWith({ name: "a", type: "complex", subAttributes: sub(maxAttributes - 1) });
  assert.equal(schemaFromDocument(whole).attributes.get("a")?.subAttributes.size, 499);
  assert.equal(
    refusal(documentWith({ name: "a", type: "complex", subAttributes: sub(maxAttributes) })),
    "attributes[0].subAttributes[499]: expected at most 500 attributes in one schema",
  );
});

test("whatever is sent is a schema or refused with a ScimError, and a schema describes itself", () => {
  const junk = fc.oneof(fc.string({ maxLength: 3 }), fc.boolean(), fc.integer(), fc.constant(null));
  const mostly = (value: fc.Arbitrary<JsonValue>) => fc.oneof({ weight: 15, arbitrary: value }, junk);
  const names = ["a", "b", "c", "d", "e", "f", "value", "$ref", "__proto__", "1"];
  const characteristics = {
    name: mostly(fc.constantFrom(...names)),
    type: mostly(fc.constantFrom("string", "boolean", "integer", "dateTime", "binary", "reference")),
    mutability: mostly(fc.constantFrom("readOnly", "readWrite", "immutable", "writeOnly")),
    returned: mostly(fc.constantFrom("always", "never", "default", "request")),
    uniqueness: mostly(fc.constantFrom("none", "server", "global")),
    multiValued: mostly(fc.boolean()),
    CASEEXACT: mostly(fc.boolean()),
  };
  const attribute = (more: Readonly<Record<string, fc.Arbitrary<JsonValue>>>) =>
    fc.record({ ...characteristics, ...more }, { requiredKeys: ["name"] }) as fc.Arbitrary<JsonObject>;
  const list = (of: fc.Arbitrary<JsonValue>) => fc.array(of, { minLength: 1, maxLength: 2 });
  const complex = { type: fc.constant("complex"), subAttributes: mostly(list(attribute({}))) };
  const attributes = list(mostly(fc.oneof({ weight: 3, arbitrary: attribute({}) }, attribute(complex))));
  let made = 0;
  fc.assert(
    fc.property(fc.oneof({ weight: 9, arbitrary: attributes }, fc.jsonValue() as fc.Arbitrary<JsonValue>), (sent) => {
      let schema: ReturnType<typeof schemaFromDocument>;
      try {
        schema = schemaFromDocument({ id, attributes: sent });
      } catch (error) {
        assert.ok(error instanceof ScimError, String(error));
        return;
      }
      made += 1;
      const described = describeSchema(schema, baseUrl);
      assert.deepEqual(describeSchema(schemaFromDocument(described), baseUrl), described);
    }),
    { numRuns: 3_000 },
  );
  assert.ok(made > 100, `only ${made} were schemas`);
});
