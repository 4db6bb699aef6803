import assert from "node:assert/strict";
import { test } from "node:test";
import { coreUserUrn } from "../urns.ts";
import { userResourceType } from "./core-resource-types.ts";
import { rereadResource } from "./reread-resource.ts";
import { resourceType } from "./resource-type.ts";
import { schemaFromDocument } from "./schema-from-document.ts";

const urn = "urn:example:Badge:1.0";
const badge = schemaFromDocument({
  id: urn,
  attributes: [
    { name: "number", type: "integer" },
    { name: "colours", multiValued: true },
    { name: "printed", type: "dateTime", mutability: "readOnly" },
    { name: "password", mutability: "writeOnly" },
    { name: "owner", type: "complex", subAttributes: [{ name: "value" }] },
  ],
});
const badgedUser = resourceType({ ...userResourceType, extensions: [{ schema: badge, required: false }] });

test("a stored resource is read by new schemas; what they do not know, and what does not fit, stays", () => {
  const stored = {
    schemas: [coreUserUrn, "urn:example:badge:1.0", "urn:example:other"],
    id: "7f1c",
    userName: "ann",
    "urn:example:badge:1.0": {
      NUMBER: "seven",
      Colours: "red",
      printed: "2026-01-01",
      PassWord: "secret",
      owner: "ann",
      shape: { round: true },
    },
    "urn:example:other": { a: 1 },
  };
  const before = structuredClone(stored);
  assert.deepEqual(rereadResource(badgedUser, stored), {
    schemas: [coreUserUrn, urn, "urn:example:other"],
    id: "7f1c",
    userName: "ann",
    [urn]: {
      number: "seven",
      colours: ["red"],
      printed: "2026-01-01",
      owner: { value: "ann" },
      shape: { round: true },
    },
    "urn:example:other": { a: 1 },
  });
  assert.deepEqual(stored, before);
});

test("reading again what fits the schemas changes nothing", () => {
  const stored = { schemas: [coreUserUrn, urn], id: "7f1c", userName: "ann", active: true, [urn]: { number: 7 } };
  assert.deepEqual(rereadResource(badgedUser, stored), stored);
});
