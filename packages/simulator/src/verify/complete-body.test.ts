import assert from "node:assert/strict";
import { test } from "node:test";
import { coreUserUrn } from "@rollcall/scim/urns.ts";
import type { Claims } from "./claims.ts";
import { completeBody, fitsType } from "./complete-body.ts";
import { readSchemaClaim, type SchemaClaim } from "./schema-claims.ts";

const extension = "urn:example:params:scim:schemas:extension:2.0:User";

function claimsOf(attributes: object[], extended: object[] = [], required = true): Claims {
  const schemas = [
    { id: coreUserUrn, attributes },
    { id: extension, attributes: extended },
  ].map((schema) => readSchemaClaim(JSON.parse(JSON.stringify(schema))) as SchemaClaim);
  const extensions = extended.length === 0 ? [] : [{ schema: extension, required }];
  return {
    config: undefined,
    types: [{ name: "User", endpoint: "/Users", schema: coreUserUrn, extensions }],
    schemas: new Map(schemas.map((schema) => [schema.id.toLowerCase(), schema])),
    missing: new Map(),
  };
}

const required = (name: string, more: object = {}) => ({ name, required: true, multiValued: false, ...more });

test("a body holds what is declared, what was asked for, and a value for all that is required", () => {
  const claims = claimsOf([
    { name: "userName" },
    required("schemas", { multiValued: true, type: "reference" }),
    required("region", { canonicalValues: ["north", "south"] }),
    required("grade", { type: "integer" }),
    required("since", { type: "dateTime" }),
    required("stamp", { mutability: "readOnly" }),
    required("tags", { type: "complex", multiValued: true, subAttributes: [{ name: "display" }, { name: "value" }] }),
  ]);
  assert.deepEqual(completeBody(claims, coreUserUrn, { userName: "ann", title: "Dr" }, { nickName: "A" }, "rv-1"), {
    schemas: [coreUserUrn],
    userName: "ann",
    nickName: "A",
    region: "north",
    grade: 7,
    since: "2026-02-03T04:05:06Z",
    tags: [{ value: "rv-1" }],
  });
});

test("a required extension comes along with its required attributes, an optional one when it is asked for", () => {
  const extended = [required("badge"), { name: "room" }];
  const attributes = [{ name: "userName" }];
  assert.deepEqual(completeBody(claimsOf(attributes, extended), coreUserUrn, { userName: "ann" }, {}, "rv-1"), {
    schemas: [coreUserUrn, extension],
    userName: "ann",
    [extension]: { badge: "rv-1" },
  });
  const optional = claimsOf(attributes, extended, false);
  assert.deepEqual(completeBody(optional, coreUserUrn, { userName: "ann" }, {}, "rv-1"), {
    schemas: [coreUserUrn],
    userName: "ann",
  });
});

test("where the schema is not known, the usual attributes are sent as they are", () => {
  const claims = { ...claimsOf([]), schemas: new Map() };
  assert.deepEqual(completeBody(claims, coreUserUrn, { userName: "ann" }, {}, "rv-1"), {
    schemas: [coreUserUrn],
    userName: "ann",
  });
});

test("a value fits a type as JSON writes it", () => {
  const fits = (definition: object, value: unknown): boolean => {
    const schema = readSchemaClaim({ id: "urn:x:y", attributes: [{ name: "a", ...definition }] });
    const attribute = schema?.attributes.get("a");
    assert.ok(attribute);
    return fitsType(attribute, value as never);
  };
  assert.deepEqual(
    [
      fits({ type: "string" }, "x"),
      fits({ type: "string" }, 1),
      fits({ type: "integer" }, 1.5),
      fits({ type: "decimal" }, 1.5),
      fits({ type: "boolean" }, "true"),
      fits({ type: "complex" }, {}),
      fits({ type: "complex", multiValued: true }, [{}]),
      fits({ type: "complex", multiValued: true }, {}),
    ],
    [true, false, false, true, false, true, true, false],
  );
});
