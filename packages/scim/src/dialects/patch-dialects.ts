import { enterpriseUserUrn, patchOpUrn } from "../urns.ts";
import type { Dialect, DialectFixture } from "./dialect.ts";

const schemas = [patchOpUrn];
const ofUser = (...operations: object[]): DialectFixture => ({
  resourceType: "User",
  patch: { schemas, Operations: operations },
});
const ofGroup = (...operations: object[]): DialectFixture => ({
  resourceType: "Group",
  patch: { schemas, Operations: operations },
});

/** Deviations in the bodies of PATCH. */
export const patchDialects: readonly Dialect[] = [
  {
    name: "patch.op-capitalised",
    description: "`Add`, `Replace` and `Remove` are read in any case (AMB-07). Entra ID capitalises them.",
    refusal: { scimType: "invalidSyntax", expected: "add, remove or replace in lower case" },
    fixture: ofUser({ op: "Replace", path: "title", value: "Dr" }),
  },
  {
    name: "patch.operations-case",
    description: "The key `Operations` is read in any case (AMB-07).",
    refusal: { scimType: "invalidSyntax", expected: "the key Operations, spelled so" },
    fixture: { resourceType: "User", patch: { schemas, operations: [{ op: "add", path: "title", value: "Dr" }] } },
  },
  {
    name: "patch.schemas-missing",
    description: "A body without the URN of a PATCH in its `schemas` is read all the same (AMB-18).",
    refusal: { scimType: "invalidSyntax", expected: "the URN of a PATCH in schemas" },
    fixture: { resourceType: "User", patch: { Operations: [{ op: "add", path: "title", value: "Dr" }] } },
  },
  {
    name: "patch.empty-operations",
    description: "No operations are no change (AMB-23). The validator of Entra ID sends it.",
    refusal: { scimType: "invalidSyntax", expected: "at least one operation" },
    fixture: ofUser(),
  },
  {
    name: "patch.remove-with-values",
    description:
      "`remove` of a list with values removes only those, not all (AMB-08). Entra ID, authentik and JumpCloud take members out of groups with it.",
    refusal: { scimType: "invalidSyntax", expected: "no value beside remove: a filter in the path says what goes" },
    fixture: ofGroup({ op: "remove", path: "members", value: [{ value: "7f1c" }] }),
  },
  {
    name: "patch.replace-creates-value",
    description:
      '`replace` of what its filter does not find, `emails[type eq "work"].value`, creates it (AMB-10). Entra ID sets first values so.',
    refusal: { scimType: "noTarget", expected: "a value that the filter finds" },
    fixture: ofUser({ op: "replace", path: 'phoneNumbers[type eq "mobile"].value', value: "+1-555-0100" }),
  },
  {
    name: "patch.dotted-keys",
    description: "A key such as `name.givenName` in a value without a path is a path (AMB-11). Entra ID sends it.",
    refusal: { scimType: "invalidSyntax", expected: "an object instead of a key with a dot" },
    fixture: ofUser({ op: "replace", value: { "name.givenName": "Ann" } }),
  },
  {
    name: "patch.flat-urn-keys",
    description:
      "A key such as `urn:…:User:department` in a value without a path is a path (AMB-12). Entra ID sends it.",
    refusal: { scimType: "invalidSyntax", expected: "an extension's attributes in an object under its URN" },
    fixture: ofUser({ op: "replace", value: { [`${enterpriseUserUrn}:department`]: "Lab" } }),
  },
  {
    name: "patch.value-path-keys",
    description: 'A key such as `emails[type eq "work"].value` in a value without a path is a path (AMB-11).',
    refusal: { scimType: "invalidSyntax", expected: "a path instead of a key with a filter" },
    fixture: ofUser({ op: "replace", value: { 'emails[type eq "work"].value': "ann@example.com" } }),
    also: ["patch.replace-creates-value"],
  },
  {
    name: "patch.array-of-one",
    description:
      "An array of one for a single simple value is unwrapped. Some builders of PATCH bodies wrap all values.",
    refusal: { scimType: "invalidValue", expected: "a single value, found an array" },
    fixture: ofUser({ op: "replace", path: "title", value: ["Dr"] }),
  },
  {
    name: "patch.read-only-ignored",
    description:
      "A read-only value that is repeated unchanged, or that stands in a value without a path, is ignored (AMB-21). Okta sends a group's `id` with each new name.",
    refusal: { scimType: "mutability", expected: "no read-only attribute" },
    fixture: ofGroup({ op: "replace", value: { id: "7f1c", displayName: "Lab" } }),
  },
  {
    name: "members.bare-id",
    description: "A member that is bare text is the member with that id.",
    refusal: { scimType: "invalidValue", expected: "an object with the member's value, found text" },
    fixture: ofGroup({ op: "add", path: "members", value: ["7f1c"] }),
  },
  {
    name: "members.reference-only",
    description: "A member with only a `$ref` is the one that the end of the URI names.",
    refusal: { scimType: "invalidValue", expected: "the member's value, found only its $ref" },
    fixture: ofGroup({ op: "add", path: "members", value: [{ $ref: "../Users/7f1c" }] }),
  },
];
