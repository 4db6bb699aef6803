import type { Dialect } from "./dialect.ts";
import { coreUserUrn, enterpriseUserUrn } from "../urns.ts";

const schemas = [coreUserUrn];
const userName = "ann";

/** Deviations in the values of attributes and in the bodies that create or replace a resource. */
export const valueDialects: readonly Dialect[] = [
  {
    name: "boolean.string",
    description: 'A boolean as text, `"False"`, is read as the boolean (AMB-06). Entra ID deactivates people with it.',
    refusal: { scimType: "invalidValue", expected: "true or false, found text" },
    fixture: { create: { schemas, userName, active: "False" } },
  },
  {
    name: "complex.array-of-one",
    description:
      "An array of one object for a single complex value is unwrapped (AMB-13). Entra ID sends the manager so.",
    refusal: { scimType: "invalidValue", expected: "an object, found an array" },
    fixture: { create: { schemas, userName, [enterpriseUserUrn]: { manager: [{ value: "7f1c" }] } } },
  },
  {
    name: "complex.bare-value",
    description: "Bare text for a complex value is its `value` (AMB-14). Entra ID sends the manager's id so.",
    refusal: { scimType: "invalidValue", expected: "an object, found text" },
    fixture: { create: { schemas, userName, [enterpriseUserUrn]: { manager: "7f1c" } } },
  },
  {
    name: "multi-valued.single-value",
    description: "One value for a list is a list of one.",
    refusal: { scimType: "invalidValue", expected: "an array" },
    fixture: { create: { schemas, userName, emails: { value: "ann@example.com" } } },
  },
  {
    name: "multi-valued.bare-value",
    description: "Bare text in a list of complex values is the `value` of one.",
    refusal: { scimType: "invalidValue", expected: "an array of objects, found text" },
    fixture: { create: { schemas, userName, emails: ["ann@example.com"] } },
  },
  {
    name: "body.base-schema-container",
    description: "Core attributes inside an object under the base schema's URN are read as if they stood outside.",
    refusal: { scimType: "invalidSyntax", expected: "core attributes outside any object under a URN" },
    fixture: { create: { schemas, userName, [coreUserUrn]: { title: "Dr" } } },
  },
  {
    name: "body.flat-urn-key",
    description:
      "An extension's attribute under its qualified name, `urn:…:User:department`, is put into its container (AMB-12).",
    refusal: { scimType: "invalidSyntax", expected: "an extension's attributes in an object under its URN" },
    fixture: { create: { schemas, userName, [`${enterpriseUserUrn}:department`]: "Lab" } },
  },
  {
    name: "schemas.base-missing",
    description: "A body whose `schemas` lacks the base schema, or has none, is read all the same (AMB-18).",
    refusal: { scimType: "invalidSyntax", expected: "the base schema in schemas" },
    fixture: { create: { userName } },
  },
  {
    name: "schemas.unknown-urn",
    description:
      "URNs in `schemas` that nothing in the body answers to are ignored (AMB-17). Entra ID sends one with every group.",
    refusal: {
      scimType: "invalidSyntax",
      expected: "nothing in schemas but the base schema and extensions that the body carries",
    },
    fixture: { create: { schemas: [...schemas, "urn:example:unknown"], userName } },
  },
];
